const e = 65535,
  t = 1.1;
function n(e, t, n, r) {
  for (let i = 0; i < 512; i++) {
    let a = i * r,
      o = 0;
    for (let t = 0; t <= 5; t++) o += e[a + t * n];
    for (let r = 0; r < 512; r++) {
      t[a + r * n] = o / 11;
      let [i, s] = [r + 5 + 1, r - 5];
      ((o += i < 512 ? e[a + i * n] : 0), (o -= s >= 0 ? e[a + s * n] : 0));
    }
  }
}
function r(e) {
  let t = new Float32Array(e.length);
  for (let r = 0; r < 3; r++) (n(e, t, 1, 512), n(t, e, 512, 1));
}
const i = /* @__PURE__ */ new Float32Array(1),
  a = new Uint32Array(i.buffer);
function o(e) {
  return ((i[0] = e), e < 2 ** -14 ? 0 : (a[0] >> 13) - 114688);
}
function s({ count: n, components: i, positions: a, dataset: s }, { scale: c, offset: l }) {
  let u = [0, 1, 2].map(() => new Float32Array(512 ** 2)),
    [d, f] = [c[0] / e, c[1] / e],
    p = 512 / (2 * t);
  for (let e = 0, r = 0; e < n; e++, r += i) {
    let n = Math.floor((a[r] * d + l[0] + t) * p),
      i = Math.floor((a[r + 1] * f + l[1] + t) * p);
    u[s[e]][i * 512 + n]++;
  }
  let m = new Uint16Array(4 * 512 ** 2),
    h = o(1);
  for (let [e, t] of u.entries()) {
    r(t);
    let n = t.reduce((e, t) => Math.max(e, t), 0);
    for (let r = 0; n > 0 && r < t.length; r++) m[4 * r + e] = o(Math.sqrt(Math.max(0, t[r]) / n));
  }
  for (let e = 3; e < m.length; e += 4) m[e] = h;
  return m;
}
const c = (e, t) => (t >> 8) * 256 + (e >> 8);
function l(e, t) {
  let n = e.length / t,
    r = /* @__PURE__ */ new Uint32Array(65537);
  for (let i = 0, a = 0; i < n; i++, a += t) r[c(e[a], e[a + 1]) + 1]++;
  for (let e = 0; e < 65536; e++) r[e + 1] += r[e];
  let i = r.slice(),
    a = new Uint32Array(n);
  for (let r = 0, o = 0; r < n; r++, o += t) a[i[c(e[o], e[o + 1])]++] = r;
  return { starts: r, ids: a };
}
function u(e) {
  let [t, n, r, i] = [1 / 0, 1 / 0, -1 / 0, -1 / 0];
  for (let a = 0; a < e.length; a += 2)
    ((t = Math.min(t, e[a])),
      (r = Math.max(r, e[a])),
      (n = Math.min(n, e[a + 1])),
      (i = Math.max(i, e[a + 1])));
  let a = 128 / Math.max(i - n, 1e-9),
    o = Array.from({ length: 129 }, () => []);
  for (let t = 0; t < e.length; t += 2) {
    let r = (t + 2) % e.length,
      [i, s] = [e[t + 1], e[r + 1]],
      c = Math.max(0, Math.floor((Math.min(i, s) - n) * a) - 1),
      l = Math.min(128, Math.floor((Math.max(i, s) - n) * a) + 1);
    for (let e = c; e <= l; e++) o[e].push(t, r);
  }
  return { top: n, left: t, right: r, bottom: i, perPixel: a, edges: o };
}
function d(e, t, n, r) {
  let i = 0;
  for (let a = 0; a < t.length; a += 2) {
    let o = t[a],
      s = t[a + 1],
      c = e[o],
      l = e[o + 1],
      u = e[s + 1];
    if (l <= r != u <= r) {
      let t = (e[s] - c) * (r - l) - (n - c) * (u - l);
      i += l <= r ? Number(t > 0) : -Number(t < 0);
    }
  }
  return i !== 0;
}
function f({ positions: t, components: n }, { frame: r, matrix: i, viewport: a }, o, s, [c, l]) {
  let { top: f, left: p, right: m, bottom: h, perPixel: g, edges: _ } = u(o),
    [v, y, b] = r.scale.map(t => t / e),
    [x, S, C] = r.offset,
    [w, T, , E, D, O, , k, A, j, , M, N, P, , F] = i,
    [I, L] = [a.width / 2, a.height / 2];
  for (let e = c, r = c * n; e < l; e++, r += n) {
    let i = t[r] * v + x,
      a = t[r + 1] * y + S,
      c = n === 3 ? t[r + 2] * b + C : 0,
      l = E * i + k * a + M * c + F;
    if (l <= 0) continue;
    let u = ((w * i + D * a + A * c + N) / l + 1) * I,
      R = (1 - (T * i + O * a + j * c + P) / l) * L;
    u < p ||
      u > m ||
      R < f ||
      R > h ||
      (d(o, _[Math.floor((R - f) * g)], u, R) && (s[e >> 3] |= 1 << (e & 7)));
  }
}
const p = {
  lasso: (e, { projection: t, polygon: n }) => {
    let r = new Uint8Array(Math.ceil(e.count / 8));
    return (f(e, t, n, r, [0, e.count]), r);
  },
  grid: e => l(e.positions, e.components),
  density: (e, { frame: t }) => s(e, t)
};
function m(e, t, n) {
  return p[t](e, n);
}
function h(e) {
  return ArrayBuffer.isView(e) ? [e.buffer] : [e.starts.buffer, e.ids.buffer];
}
const g = globalThis;
let _ = null;
g.onmessage = ({ data: e }) => {
  if (`columns` in e) _ = e.columns;
  else if (_) {
    let t = m(_, e.task, e.ask);
    g.postMessage({ id: e.id, answer: t }, h(t));
  }
};
