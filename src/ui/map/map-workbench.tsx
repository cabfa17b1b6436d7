import { useMemo, useRef, useState } from 'react';
import type { PinId } from '../../contract/pins.ts';
import type { SelectionMode, SelectionState } from '../../contract/selection.ts';
import type { Embedding, SessionState } from '../../contract/session.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSelection } from '../app/queries.ts';
import { useStatusNote } from '../app/scope-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { Cloud, CloudStatus } from '../cloud/cloud.ts';
import type { Combination, Tool } from '../cloud/gestures.ts';
import { FailureState, Loading } from '../parts/states.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { SignalStrip } from '../strip/signal-strip.tsx';
import type { Bits } from './bits.ts';
import { bitsOf, countBits, firstBit, toPoints } from './bits.ts';
import type { ExportWhat } from './export-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { Inspector, usePanel } from './inspector.tsx';
import { JobProgress } from './job-progress.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import type { Pointed } from './map-view.tsx';
import { MapView } from './map-view.tsx';
import { NoMap } from './no-map.tsx';
import type { MapPoints } from './points.ts';
import { indexRows } from './points.ts';
import { selectionLine, umapLine } from './python-line.ts';
import { RowsPanel } from './rows-panel.tsx';
import { SpanMapNote } from './span-map-note.tsx';
import { useChosenPoint } from './use-chosen-point.ts';
import { useClusters } from './use-clusters.ts';
import { defaultColor, useColoredPoints } from './use-colored-points.ts';
import { useFilter } from './use-filter.ts';
import { useKeptCamera } from './use-kept-camera.ts';
import { isUnderWay, useLayout } from './use-layout.ts';
import { useMapKeys } from './use-map-keys.ts';
import { useMapStrip } from './use-map-strip.ts';
import { useMatches, useTimes } from './use-narrowing.ts';
import { usePicture } from './use-picture.ts';
import { usePins, useRims } from './use-pins.ts';
import { useReadyNotice } from './use-ready-notice.ts';
import { useSelectedPoints } from './use-selected-points.ts';
import { useSelectionOrigin } from './use-selection-origin.ts';
import { useSnapshot } from './use-snapshot.ts';

const NO_ROWS = { primary: 0, reference: 0, corpus: 0 };

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
  const clusters = useClusters(session, layout, points);
  const chosen = useChosenPoint(layout, points, pointed?.point ?? null);
  const { strip, momentMs } = useMapStrip(session, embedding);
  const sets = usePins(layout?.hash);
  const rims = useRims(sets.bits, points?.header.count);
  const find = useViewState('find');
  const moment = useViewState('moment');
  const { matches, error: findError } = useMatches(layout?.hash, find);
  const hasSelection = (selection?.count ?? 0) > 0;
  const filter = useFilter(session, {
    points,
    colored,
    selected: layout ? selected.bits : null,
    times: useTimes(layout?.hash, (session.datasets.primary?.startTime ?? null) !== null),
    momentMs,
    matches,
    lit: clusters.lit,
    hasTable: hasSelection || clusters.shownRows !== undefined
  });
  const pointOfRow = useMemo(() => (points ? indexRows(points) : null), [points]);
  const drawnSelected = useMemo(
    () => (selected.bits ? countBits(selected.bits) : 0),
    [selected.bits]
  );
  useReadyNotice(layout?.hash, layout?.clusters.length ?? 0, job !== undefined);
  useSnapshot(cloud, colored === null ? undefined : layout?.hash, by);
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
  const origin = useSelectionOrigin(selection);
  const select = (bits: Bits, mode: SelectionMode, what: string) =>
    void selected.selectPoints(bits, mode, origin.noting(mode, what));
  const selectShown = (then?: (state: SelectionState) => void) => {
    const bits = filter.readShown();
    const note = origin.noting('replace', t('originShown'));
    if (bits) {
      void selected.selectPoints(bits, 'replace', state => {
        note(state);
        then?.(state);
      });
    }
  };
  const choose = (point: number, combination: Combination) => {
    if (!points || !layout) {
      return;
    }
    chosen.choose(point);
    setPanel('point');
    select(bitsOf([point], points.header.count), combination, t('originPoint'));
  };
  const selectThese = (ids: readonly number[]) =>
    select(
      bitsOf(ids, points?.header.count ?? 0),
      'replace',
      t(chosen.neighbors ? 'originNear' : 'originRetrieved')
    );
  const keep = (id: PinId) =>
    void sets.keep(id, { kind: 'selection' }, origin.read()).then(isKept => {
      if (isKept) {
        setPanel('compare');
      }
    });
  const selectCluster = (id: string, isAdding: boolean) => {
    const mode = isAdding ? 'add' : 'replace';
    const name = layout?.clusters.find(cluster => cluster.id === id)?.name ?? id;
    void selected.selectCluster(id, mode, origin.noting(mode, t('originCluster', { name })));
  };
  const selectFound = () => {
    if (matches && points) {
      const bits = matches.bits.slice();
      select(bits, 'replace', t('originFound', { find: matches.find }));
    }
  };
  const undo = () => void selected.undo(origin.notingStep);
  const redo = () => void selected.redo(origin.notingStep);
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
    } else if (filter.isNarrowed) {
      // The same rows in the notebook are a selection: nothing else says them in one line.
      selectShown(state => void copy(selectionLine(state.count)));
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
    } else if (find !== undefined) {
      update({ find: undefined });
    } else if (filter.off.size > 0) {
      filter.setOff(new Set());
    } else {
      // A chosen moment first, then the range it lies in.
      update(moment === undefined ? { range: undefined } : { moment: undefined });
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
    keepForComparison: () => hasSelection && keep(sets.next),
    undo,
    redo,
    stepOut
  });

  const litRow = useMemo(() => rowOfPoint(points, pointed), [points, pointed]);
  const error = state.error ?? picture.error ?? colorError ?? findError;
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
      <SpanMapNote />
      {strip && <SignalStrip {...strip} />}
      <div className="map-body">
        <MapView
          session={session}
          embedding={embedding}
          picture={picture}
          colored={colored}
          mask={filter.mask}
          rims={rims}
          matches={matches}
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
          onEnclose={(bits, mode) =>
            select(bits, mode, t(tool === 'box' ? 'originBox' : 'originLasso'))
          }
          onSelectShown={filter.isNarrowed ? () => selectShown() : undefined}
          onSelectFound={selectFound}
          onShowFound={() => matches && fit(toPoints(matches.bits))}
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
          sets={sets}
          color={by}
          onColor={next => update({ color: next })}
          hasSelection={hasSelection}
          onKeep={keep}
          onShowSet={id => sets.bits && fit(toPoints(sets.bits[id]))}
          isBusy={isWorking || state.isReclustering}
          onSelectCluster={selectCluster}
          onSelectPoints={selectThese}
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
          onUndo={undo}
          onRedo={redo}
          onClear={() => void selected.clear()}
          onCloseCluster={() => clusters.showRows(null)}
          onExport={openExport}
          onCopy={copyPython}
          onLikeThis={showNeighbors}
          litRow={litRow}
          keepNext={sets.next}
          onKeep={() => keep(sets.next)}
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

/** The row of a point under the pointer; what a list or the table points at is lit there already. */
function rowOfPoint(points: MapPoints | null, pointed: Pointed | null) {
  const role = points && pointed?.place ? DATASET_ROLES[points.dataset[pointed.point] ?? 0] : null;
  return role ? { dataset: role, row: points?.row[pointed?.point ?? 0] ?? 0 } : undefined;
}
