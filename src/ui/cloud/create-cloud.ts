import { CanvasPainter } from './canvas-painter.ts';
import type { Cloud, CloudTheme } from './cloud.ts';
import { GlPainter } from './gl-painter.ts';
import type { GlStage } from './gl-stage.ts';
import { openGlStage } from './gl-stage.ts';
import { PointCloud } from './point-cloud.ts';
import type { Painter } from './scene.ts';

/** A context that keeps going is left alone. */
const MAX_LOSSES = 3;
const NO_WEBGL = 'This browser has no WebGL 2: a sample of 5,000 points is drawn';
const UNSTABLE = 'The graphics context was lost three times: a sample of 5,000 points is drawn';

function openStage(): GlStage | null {
  try {
    return openGlStage();
  } catch {
    return null; // The ladder's last rung says so in words.
  }
}

/**
 * A cloud that fills `element` (which must be positioned). The ladder: WebGL 2, WebGL 2 in software, plain canvas
 * with a sample and a sentence. `withoutWebGl` starts at the last rung.
 */
export function createCloud(
  element: HTMLElement,
  theme: CloudTheme,
  { withoutWebGl = false }: { withoutWebGl?: boolean } = {}
): Cloud {
  const stage = withoutWebGl ? null : openStage();
  const openPainter = (): Painter => {
    if (!stage) {
      return new CanvasPainter(NO_WEBGL);
    }
    return stage.losses >= MAX_LOSSES ? new CanvasPainter(UNSTABLE) : new GlPainter(stage);
  };
  const cloud = new PointCloud(element, theme, openPainter);
  stage?.onContext(state => {
    if (state === 'lost' && stage.losses >= MAX_LOSSES) {
      cloud.replacePainter();
    } else {
      cloud.contextChanged(state);
    }
  });
  return cloud;
}
