import { DIAMOND_GROWTH, SELECTED_GROWTH } from './point-radius.ts';

/** Which points a pass draws. */
export const PASS = { rest: 0, selected: 1, ids: 2, rims: 3 } as const;

/** Largest radius in device pixels, so that the picking image can hold every disc that reaches its middle. */
export const MAX_RADIUS = 30;

/** From the edge of a point to the outer edge of its rim, in device pixels, with room for a soft edge. */
const RIM_REACH = 5;

export const pointVertex = /* glsl */ `
attribute vec3 before;
attribute float dataset;
attribute float code;
attribute float level;
attribute float rim;
uniform vec3 beforeScale;
uniform vec3 beforeOffset;
uniform vec3 afterScale;
uniform vec3 afterOffset;
uniform float progress;
uniform sampler2D palette;
uniform vec3 sizes;
uniform vec3 opacities;
uniform float radius;
uniform float eyeDistance;
uniform float selecting;
uniform float byShape;
uniform float pass;
uniform float alpha;
uniform vec3 background;
varying vec4 tint;
varying float shape;
varying float extent;
varying float reach;
varying float rimmed;

void main() {
  vec3 place = mix(before * beforeScale + beforeOffset, position * afterScale + afterOffset, progress);
  int set = int(dataset + 0.5);
  int shown = int(level + 0.5);
  bool skipped = shown == 0 || (pass == 0.0 && shown == 3) || (pass == 2.0 && shown == 1) ||
    (opacities[set] <= 0.0 && shown != 3);
  if (skipped) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 0.0;
    return;
  }
  gl_Position = projectionMatrix * vec4(place, 1.0);
  float depth = eyeDistance > 0.0 ? clamp(eyeDistance / gl_Position.w, 0.5, 2.2) : 1.0;
  shape = byShape * float(set);
  extent = min(${MAX_RADIUS.toFixed(1)}, radius * sizes[set] * depth *
    (shown == 3 ? ${SELECTED_GROWTH.toFixed(2)} : 1.0) * (shape > 1.5 ? ${DIAMOND_GROWTH.toFixed(2)} : 1.0));
  reach = max(extent, 0.5) + (pass == 3.0 ? ${RIM_REACH.toFixed(1)} : 1.0);
  rimmed = rim;
  gl_PointSize = 2.0 * reach;
  if (pass == 2.0) {
    uint id = uint(gl_VertexID) + 1u;
    tint = vec4(id & 255u, (id >> 8u) & 255u, (id >> 16u) & 255u, (id >> 24u) & 255u) / 255.0;
    return;
  }
  if (pass == 3.0) {
    tint = vec4(0.0, 0.0, 0.0, shown == 1 ? 0.75 : 1.0);
    return;
  }
  vec3 color = texture2D(palette, vec2((code + 0.5) / 256.0, 0.5)).rgb;
  float strength = shown == 3 ? 1.0 : alpha * opacities[set];
  if (shown == 1) {
    color = mix(color, vec3(0.5), 0.75);
    strength *= 0.22;
    // Context lies behind everything in 3D, where depth decides.
    gl_Position.z = gl_Position.w * 0.9999;
  } else if (shown == 2 && selecting > 0.5) {
    color = mix(color, vec3(0.5), 0.35);
    strength *= 0.42;
    gl_Position.z = eyeDistance > 0.0 ? mix(gl_Position.z, gl_Position.w, 0.5) : gl_Position.z;
  }
  if (eyeDistance > 0.0) {
    // Far points fade into the ground, or depth cannot be seen.
    color = mix(background, color, clamp(0.45 + 0.7 * (depth - 0.5) * 1.6, 0.45, 1.0));
  }
  tint = vec4(color, strength * min(1.0, extent * extent / 0.6));
}`;

export const pointFragment = /* glsl */ `
uniform float pass;
uniform vec3 background;
uniform float hardEdges;
uniform vec3 rimA;
uniform vec3 rimB;
varying vec4 tint;
varying float shape;
varying float extent;
varying float reach;
varying float rimmed;

void main() {
  vec2 at = (gl_PointCoord - 0.5) * 2.0 * reach;
  float round = length(at);
  // Distance in pixels to the edge, negative inside.
  float edge = shape > 1.5 ? (abs(at.x) + abs(at.y) - extent) * 0.7071 : round - extent;
  if (pass == 2.0) {
    if (edge > 0.0) discard;
    gl_FragColor = tint;
    return;
  }
  if (pass == 3.0) {
    // A is a whole ring, B eight dashes; a point of both shows A between the dashes of B.
    float ring = clamp(1.6 - abs(round - extent - 2.6), 0.0, 1.0);
    float dash = step(0.42, fract(atan(at.y, at.x) * 1.2732395 + 0.5));
    float isB = rimmed > 2.5 ? dash : step(1.5, rimmed);
    float drawn = ring * tint.a * (rimmed > 1.5 && rimmed < 2.5 ? dash : 1.0);
    if (drawn < 0.02) discard;
    gl_FragColor = vec4(mix(rimA, rimB, isB) * drawn, drawn);
    return;
  }
  float cover = clamp(0.5 - edge, 0.0, 1.0);
  float inside = 1.0;
  vec3 color = tint.rgb;
  if (shape > 0.5 && shape < 1.5) {
    float stroke = max(1.2, extent * 0.36);
    inside = mix(0.12, 1.0, clamp(0.5 + round - (extent - stroke), 0.0, 1.0));
  } else if (extent > 3.0) {
    // A thin rim in the color of the ground keeps neighbors apart.
    color = mix(color, background, 0.7 * clamp(edge + 1.0, 0.0, 1.0));
  }
  float opacity = tint.a * cover * inside;
  if (opacity < (hardEdges > 0.5 ? 0.08 : 0.004)) discard;
  gl_FragColor = vec4(color * opacity, opacity);
}`;

export const densityVertex = /* glsl */ `
uniform float fieldReach;
varying vec2 at;

void main() {
  at = (position.xy / fieldReach + 1.0) * 0.5;
  gl_Position = projectionMatrix * vec4(position, 1.0);
}`;

/** Bands and lines at equal steps of the square root of density, one color per data set. */
export const densityFragment = /* glsl */ `
uniform sampler2D field;
uniform vec3 colors[3];
uniform vec3 present;
uniform float strength;
varying vec2 at;
const float LEVELS = 6.0;

void main() {
  vec3 steps = texture2D(field, at).rgb * LEVELS;
  vec3 slope = max(fwidth(steps), 1e-4);
  vec4 over = vec4(0.0);
  for (int set = 0; set < 3; set++) {
    float x = steps[set] + 0.5;
    float line = (1.0 - smoothstep(0.6, 1.4, abs(fract(x - 0.5) - 0.5) / slope[set])) * step(0.75, x);
    float fill = floor(x) / LEVELS;
    float opacity = present[set] * strength * max(0.18 * fill, 0.75 * line * (0.35 + 0.65 * fill));
    over += vec4(colors[set], 1.0) * opacity * (1.0 - over.a);
  }
  gl_FragColor = over;
}`;
