import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Embedding, SessionState } from '../../contract/session.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { useAnnounce } from '../app/announcer.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSelection } from '../app/queries.ts';
import { useStatusNote } from '../app/scope-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { Camera } from '../cloud/camera.ts';
import type { Cloud, CloudStatus } from '../cloud/cloud.ts';
import type { Combination, Tool } from '../cloud/gestures.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { FailureState, Loading } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { bitsOf, countBits, firstBit, toPoints } from './bits.ts';
import { encodeCamera } from './camera-code.ts';
import type { ExportWhat } from './export-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { Inspector, usePanel } from './inspector.tsx';
import { JobProgress } from './job-progress.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import type { Pointed } from './map-view.tsx';
import { MapView } from './map-view.tsx';
import { indexRows } from './points.ts';
import { selectionLine, umapLine } from './python-line.ts';
import { startParameters } from './parameter-rules.ts';
import { ParametersForm } from './parameters-form.tsx';
import { RowsPanel } from './rows-panel.tsx';
import { useChosenPoint } from './use-chosen-point.ts';
import { useClusters } from './use-clusters.ts';
import { defaultColor, useColoredPoints } from './use-colored-points.ts';
import { useFilter } from './use-filter.ts';
import { isUnderWay, useLayout } from './use-layout.ts';
import { useMapKeys } from './use-map-keys.ts';
import { usePicture } from './use-picture.ts';
import { useSelectedPoints } from './use-selected-points.ts';

const CAMERA_SETTLE_MS = 400;
const NO_ROWS = { primary: 0, reference: 0, corpus: 0 };

/** Keeps the camera in the address once it rests. */
function useKeptCamera(): (camera: Camera, cloud: Cloud) => void {
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

/** Says once, politely, that a map is ready. */
function useReadyNotice(hash: string | undefined, clusters: number, wasWorking: boolean): void {
  const t = useTranslate(MAP_MESSAGES);
  const announce = useAnnounce();
  const before = useRef(hash);
  useEffect(() => {
    if (hash !== undefined && hash !== before.current && wasWorking) {
      announce(t('announceDone', { count: clusters }));
    }
    before.current = hash;
  }, [hash, clusters, wasWorking, announce, t]);
}

/** Map, inspector and rows of one embedding, and everything that connects them. */
export function MapWorkbench({
  session,
  embedding
}: {
  session: SessionState;
  embedding: Embedding;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { update } = useNavigation();
  const copy = useCopy();
  const keepCamera = useKeptCamera();
  const { data: selection } = useSelection();
  const dimensions = useViewState('dimensions') ?? 2;
  const tool = useViewState('tool') ?? 'move';
  const by = useViewState('color') ?? defaultColor(session);
  const [, setPanel] = usePanel();
  const cloud = useRef<Cloud | null>(null);
  const [status, setStatus] = useState<CloudStatus | null>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [isChoosingColor, setChoosingColor] = useState(false);
  const [exporting, setExporting] = useState<ExportWhat | null>(null);

  const state = useLayout(embedding, session);
  const { job } = state;
  const isWorking = job !== undefined && isUnderWay(job);
  const picture = usePicture(state);
  const { points, layout } = picture;
  const { colored, error: colorError } = useColoredPoints(session, points, layout, by);
  const selected = useSelectedPoints(layout?.hash);
  const clusters = useClusters(layout, points);
  const chosen = useChosenPoint(layout, points, pointed?.place ? pointed.point : null);
  const filter = useFilter(session, points, colored, layout ? selected.bits : null, clusters.lit);
  const pointOfRow = useMemo(() => (points ? indexRows(points) : null), [points]);
  const drawnSelected = useMemo(
    () => (selected.bits ? countBits(selected.bits) : 0),
    [selected.bits]
  );
  useReadyNotice(layout?.hash, layout?.clusters.length ?? 0, job !== undefined);
  const time = layout ? format.duration(1000 * layout.seconds) : '';
  const seed = layout?.parameters.seed ?? null;
  useStatusNote(
    'map',
    !layout
      ? ''
      : seed === null
        ? t('statusNoteUnseeded', { time })
        : t('statusNote', { seed: String(seed), time })
  );

  const setTool = (next: Tool) => update({ tool: next === 'move' ? undefined : next });
  const setDimensions = (next: 2 | 3) => {
    if (next !== dimensions) {
      update({
        dimensions: next,
        camera: undefined,
        layout: undefined,
        point: undefined,
        cluster: undefined
      });
    }
  };
  const choose = (point: number, combination: Combination) => {
    if (!points || !layout) {
      return;
    }
    chosen.choose(point);
    setPanel('point');
    void selected.selectPoints(bitsOf([point], points.header.count), combination);
  };
  const fit = (only?: Uint32Array) => {
    const room = cloud.current;
    if (room && (only === undefined || only.length > 0)) {
      room.setCamera(room.fit(room.camera.mode, only));
    }
  };
  const showPoint = (point: number) => fit(Uint32Array.of(point, ...chosen.rings));
  const copyPython = () => {
    const count = selection?.count ?? 0;
    if (count > 0) {
      void copy(selectionLine(count));
    } else if (layout) {
      void copy(umapLine(embedding.name, layout.parameters));
    }
  };
  const openExport = () => {
    const { primary, reference } = selection?.counts ?? NO_ROWS;
    if (primary + reference > 0) {
      setExporting('selection');
    } else if (layout && layout.clusters.length > 0) {
      setExporting('clusters');
    }
  };
  const showNeighbors = () => {
    const of = chosen.point ?? (selected.bits && firstBit(selected.bits));
    if (of !== null) {
      setPanel('point');
      chosen.askNeighbors(of);
    }
  };
  const stepOut = () => {
    if (clusters.cursor) {
      clusters.dropCursor();
    } else if (chosen.point !== null) {
      chosen.choose(null);
    } else if (clusters.shownRows) {
      clusters.showRows(null);
    } else if ((selection?.count ?? 0) > 0) {
      void selected.clear();
    } else if (filter.off.size > 0) {
      filter.setOff(new Set());
    }
  };
  useMapKeys({
    setTool,
    setDimensions,
    fitSelection: () => selected.bits && fit(toPoints(selected.bits)),
    fitAll: () => fit(),
    chooseColor: () => setChoosingColor(true),
    showNeighbors,
    exportSelection: openExport,
    copyPython,
    undo: () => void selected.undo(),
    redo: () => void selected.redo(),
    stepOut
  });

  const error = state.error ?? picture.error ?? colorError;
  if (!points && !isWorking) {
    if (error) {
      return <FailureState error={error} onRetry={state.retry} />;
    }
    if (job?.state === 'failed' || job?.state === 'cancelled') {
      return <NoMap state={state} session={session} embedding={embedding} />;
    }
    return <Loading what={t('layout')} rows={6} />;
  }
  return (
    <div className="map">
      <div className="map-body">
        <MapView
          session={session}
          embedding={embedding}
          picture={picture}
          colored={colored}
          mask={filter.mask}
          off={filter.off}
          onOff={filter.setOff}
          clusters={clusters}
          chosen={chosen}
          status={status}
          onStatus={setStatus}
          cloud={cloud}
          pointed={pointed}
          onPointed={setPointed}
          onCamera={keepCamera}
          tool={tool}
          onTool={setTool}
          dimensions={dimensions}
          onDimensions={setDimensions}
          by={by}
          onBy={next => update({ color: next })}
          isChoosingColor={isChoosingColor}
          onChoosingColor={setChoosingColor}
          onChoose={choose}
          onEnclose={(bits, mode) => void selected.selectPoints(bits, mode)}
          onFit={() => fit()}
          onSettings={() => setPanel('settings')}
        />
        <Inspector
          session={session}
          embedding={embedding}
          layout={layout}
          state={state}
          clusters={clusters}
          chosen={chosen}
          isBusy={isWorking || state.isReclustering}
          onSelectCluster={(id, isAdding) =>
            void selected.selectCluster(id, isAdding ? 'add' : 'replace')
          }
          onSelectPoints={ids =>
            void selected.selectPoints(bitsOf(ids, points?.header.count ?? 0), 'replace')
          }
          onHover={point => setPointed(point === null ? null : { point, place: null })}
          onShowPoint={showPoint}
          onExport={() => setExporting('clusters')}
        />
      </div>
      {isWorking && <JobProgress job={job} onCancel={state.cancel} />}
      {!isWorking && error !== null && <FailureState error={error} onRetry={state.retry} />}
      {!isWorking && job?.state === 'failed' && job.error !== null && (
        <FailureState error={new Error(`${job.error.message}. ${t('failedKeep')}`)} />
      )}
      {layout && (
        <RowsPanel
          layout={layout.hash}
          cluster={clusters.shownRows}
          selection={selection}
          drawnSelected={drawnSelected}
          selected={selected}
          onCloseCluster={() => clusters.showRows(null)}
          onExport={openExport}
          onCopy={copyPython}
          onLikeThis={showNeighbors}
          onRow={row => {
            const found = row && pointOfRow?.(DATASET_ROLES.indexOf(row.dataset), row.row);
            setPointed(
              found === undefined || found === null ? null : { point: found, place: null }
            );
          }}
        />
      )}
      <ExportDialog
        what={exporting}
        selected={selection?.counts ?? NO_ROWS}
        clusters={layout?.clusters.length ?? 0}
        layout={layout?.hash ?? ''}
        onClose={() => setExporting(null)}
      />
    </div>
  );
}

/** A first map that failed or was cancelled: the reason, and the parameters to try others. */
function NoMap({
  state,
  session,
  embedding
}: {
  state: ReturnType<typeof useLayout>;
  session: SessionState;
  embedding: Embedding;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const { job } = state;
  return (
    <div className="map-none">
      {job?.error ? (
        <FailureState error={Object.assign(new Error(job.error.message), job.error)} />
      ) : (
        <p className="muted">{t('cancelled')}</p>
      )}
      <ParametersForm
        embedding={embedding.name}
        current={job?.parameters ?? state.parameters}
        defaults={startParameters(
          session.umap,
          state.parameters.nComponents,
          Math.max(...Object.values(embedding.vectorCounts))
        )}
        isBusy={false}
        onApply={state.start}
      />
      <ActionButton
        label={t('makeMap')}
        kind="primary"
        icon="map"
        onPress={() => state.start(job?.parameters ?? state.parameters)}
      />
    </div>
  );
}
