import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useHost } from '../app/host-context.tsx';
import { useTheme } from '../app/theme-context.tsx';
import type { Camera } from '../cloud/camera.ts';
import type {
  Cloud,
  CloudLabel,
  CloudLink,
  CloudStatus,
  CloudTheme,
  PerDataset
} from '../cloud/cloud.ts';
import { paletteOf } from '../cloud/data-colors.ts';
import type { GestureListener, Tool } from '../cloud/gestures.ts';
import { decodeCamera } from './camera-code.ts';
import type { ColoredPoints } from './legend.ts';
import { colorsOf } from './legend.ts';
import type { MapPoints } from './points.ts';

/** Positions of a running layout arrive about this often. */
const GLIDE_MS = 260;

export interface MapCanvasProps {
  points: MapPoints | null;
  levels: Uint8Array | null;
  rims: Uint8Array | null;
  colored: ColoredPoints | null;
  labels: readonly CloudLabel[];
  outline: Uint32Array | null;
  rings: readonly number[];
  links: readonly CloudLink[];
  hover: number | null;
  sizes: PerDataset<number>;
  opacities: PerDataset<number>;
  hasContours: boolean;
  mode: '2d' | '3d';
  tool: Tool;
  /** The camera to start with, as the view-state has it. */
  camera: readonly number[] | undefined;
  onCloud: (cloud: Cloud | null) => void;
  onStatus: (status: CloudStatus) => void;
  onCamera: (camera: Camera, cloud: Cloud) => void;
  onWheelPassed: () => void;
  onHover: GestureListener['hovered'];
  onClick: GestureListener['clicked'];
  onEnclose: GestureListener['enclosed'];
}

function readTheme(element: HTMLElement): CloudTheme {
  const probe = document.createElement('span');
  element.append(probe);
  // Custom properties may be made of others; a used color is always plain.
  const resolve = (color: string) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const theme = {
    background: resolve('var(--surface)'),
    text: resolve('var(--strong)'),
    accent: resolve('var(--accent)'),
    fontFamily: getComputedStyle(element).fontFamily
  };
  probe.remove();
  return theme;
}

const prefersStillness = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Opens the drawing room when its chunk has arrived. */
function useCloud(props: MapCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const { kind } = useHost();
  const [cloud, setCloud] = useState<Cloud | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const hasWheel = useRef(kind === 'tab');
  useEffect(() => {
    const element = host.current;
    let close: (() => void) | undefined;
    let isGone = false;
    const open = async () => {
      const [{ createCloud }, { attachGestures }] = await Promise.all([
        import('../cloud/create-cloud.ts'),
        import('../cloud/gestures.ts')
      ]);
      if (isGone || !element) {
        return;
      }
      const made = createCloud(element, readTheme(element));
      const detach = attachGestures(made, {
        tool: () => latest.current.tool,
        ownsWheel: () => hasWheel.current,
        wheelPassed: () => latest.current.onWheelPassed(),
        pressed: () => {
          hasWheel.current = true;
          element.focus({ preventScroll: true });
        },
        hovered: (...event) => latest.current.onHover(...event),
        clicked: (...event) => latest.current.onClick(...event),
        enclosed: (...event) => latest.current.onEnclose(...event)
      });
      made.on('status', status => latest.current.onStatus(status));
      made.on('camera', camera => latest.current.onCamera(camera, made));
      close = () => {
        detach();
        made.dispose();
      };
      latest.current.onCloud(made);
      latest.current.onStatus(made.status);
      setCloud(made);
    };
    open().catch((error: unknown) =>
      setFailure(
        error instanceof Error ? error : new Error('Cannot open the map', { cause: error })
      )
    );
    return () => {
      isGone = true;
      close?.();
      latest.current.onCloud(null);
    };
  }, []);
  const giveWheelBack = () => {
    hasWheel.current = kind === 'tab';
  };
  if (failure !== null) {
    throw failure;
  }
  return { host, cloud, giveWheelBack };
}

/** Puts points on the cloud: new ones at once, moved ones gliding. Returns whether the view should be fitted. */
function usePointsOn(cloud: Cloud | null, { points, mode, camera }: MapCanvasProps): void {
  const shown = useRef<MapPoints | null>(null);
  const shownMode = useRef<string | null>(null);
  const fittedTo = useRef<Camera | null>(null);
  useEffect(() => {
    if (!cloud || !points) {
      return;
    }
    const before = shown.current;
    const { hash, count, components, box, final } = points.header;
    const isSame = before?.header.hash === hash && before.header.count === count;
    const fit = () => {
      const next = cloud.fit(mode);
      fittedTo.current = next;
      cloud.setCamera(next);
    };
    if (!isSame) {
      cloud.setColumns({
        count,
        components,
        box,
        positions: points.positions,
        dataset: points.dataset
      });
      const kept = before === null ? decodeCamera(camera, mode, cloud.viewport) : null;
      if (kept) {
        cloud.setCamera(kept);
      } else {
        fit();
      }
    } else if (before.positions !== points.positions && !(before.header.final && final)) {
      cloud.setPositions(points.positions, box, prefersStillness() ? 0 : GLIDE_MS);
      // While nobody has touched the camera it follows the growing picture.
      if (cloud.camera === fittedTo.current) {
        fit();
      }
    }
    if (isSame && shownMode.current !== mode) {
      fit();
    }
    shown.current = points;
    shownMode.current = mode;
    // The camera of the view-state is only where to start, hence no dependency.
  }, [cloud, points, mode]);
}

/** The canvas itself: hands columns, colors and marks to the drawing room as they change. */
export function MapCanvas(props: MapCanvasProps & { label: string; children?: React.ReactNode }) {
  const { host, cloud, giveWheelBack } = useCloud(props);
  const { revision } = useTheme();
  const { points, levels, rims, colored, labels, outline, rings, links, hover } = props;
  const { sizes, opacities, hasContours } = props;
  const count = points?.header.count;
  usePointsOn(cloud, props);
  useEffect(() => {
    if (cloud && colored?.codes.length === count && colored) {
      cloud.setColors(colored.codes, paletteOf(colorsOf(colored.legend)));
    }
  }, [cloud, colored, count, points?.header.hash]);
  useEffect(() => {
    if (cloud && levels && levels.length === count) {
      cloud.setMask(levels);
    }
  }, [cloud, levels, count, points?.header.hash]);
  useEffect(() => {
    if (cloud && (rims === null || rims.length === count)) {
      cloud.setRims(rims);
    }
  }, [cloud, rims, count, points?.header.hash]);
  useEffect(() => cloud?.setLabels(labels), [cloud, labels]);
  useEffect(() => cloud?.setOutline(outline), [cloud, outline]);
  useEffect(() => cloud?.setMarks(rings), [cloud, rings]);
  useEffect(() => cloud?.setLinks(links), [cloud, links]);
  useEffect(() => cloud?.setHover(hover), [cloud, hover]);
  useEffect(() => cloud?.setSizes(sizes), [cloud, sizes]);
  useEffect(() => cloud?.setOpacities(opacities), [cloud, opacities]);
  useEffect(() => cloud?.setDensity(hasContours), [cloud, hasContours]);
  useEffect(() => {
    if (cloud && host.current) {
      cloud.setTheme(readTheme(host.current));
    }
  }, [cloud, host, revision]);
  return (
    <div
      ref={host}
      className="map-canvas"
      data-tool={props.tool}
      role="application"
      tabIndex={0}
      aria-label={props.label}
      onBlur={giveWheelBack}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          giveWheelBack();
        }
      }}
    >
      {props.children}
    </div>
  );
}
