import { useCallback, useEffect, useRef } from 'react';
import { useNavigation } from '../app/view-state-context.tsx';
import type { Camera } from '../cloud/camera.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { encodeCamera } from './camera-code.ts';

const CAMERA_SETTLE_MS = 400;

/** Keeps the camera in the address once it rests. */
export function useKeptCamera(): (camera: Camera, cloud: Cloud) => void {
  const { update } = useNavigation();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (camera, cloud) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(
        () => update({ camera: encodeCamera(camera, cloud.viewport) }),
        CAMERA_SETTLE_MS
      );
    },
    [update]
  );
}
