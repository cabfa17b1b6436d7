import { useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { Layout } from '../../contract/map.ts';
import type { PinId } from '../../contract/pins.ts';
import type { Embedding, SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ClusterList } from './cluster-list.tsx';
import { ComparePanel } from './compare-panel.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { startParameters } from './parameter-rules.ts';
import { ParametersForm } from './parameters-form.tsx';
import { PointPanel } from './point-panel.tsx';
import { nameOfRole } from './roles.ts';
import type { ChosenPoint } from './use-chosen-point.ts';
import type { Clusters } from './use-clusters.ts';
import type { LayoutState } from './use-layout.ts';
import type { KeptSets } from './use-pins.ts';

const PANELS = ['clusters', 'point', 'compare', 'settings'] as const;
export type Panel = (typeof PANELS)[number];

export function usePanel(): [panel: Panel, set: (panel: Panel) => void] {
  const asked = useViewState('panel');
  const { update } = useNavigation();
  return [PANELS.find(panel => panel === asked) ?? 'clusters', panel => update({ panel })];
}

/** Beside the map: clusters, the chosen point, how the map is made. */
export function Inspector({
  session,
  embedding,
  layout,
  state,
  clusters,
  chosen,
  sets,
  color,
  onColor,
  hasSelection,
  onKeep,
  onShowSet,
  isBusy,
  onSelectCluster,
  onSelectPoints,
  onHover,
  onShowPoint,
  onExport
}: {
  session: SessionState;
  embedding: Embedding;
  layout: Layout | undefined;
  state: LayoutState;
  clusters: Clusters;
  chosen: ChosenPoint;
  sets: KeptSets;
  /** What the points are colored by. */
  color: string;
  onColor: (by: string) => void;
  hasSelection: boolean;
  onKeep: (id: PinId) => void;
  onShowSet: (id: PinId) => void;
  isBusy: boolean;
  onSelectCluster: (id: string, isAdding: boolean) => void;
  onSelectPoints: (points: readonly number[]) => void;
  onHover: (point: number | null) => void;
  onShowPoint: (point: number) => void;
  onExport: () => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const [panel, setPanel] = usePanel();
  const box = useRef<HTMLDivElement>(null);
  const largest = Math.max(...Object.values(embedding.vectorCounts));
  const { point } = chosen;
  return (
    <Tabs
      ref={box}
      className="inspector"
      selectedKey={panel}
      onSelectionChange={key => setPanel(key as Panel)}
    >
      <TabList className="inspector-tabs" aria-label={t('inspector')}>
        {PANELS.map(id => (
          <Tab
            key={id}
            id={id}
            className="inspector-tab"
            // In a small frame only the tabs are in sight.
            onPress={() => box.current?.scrollIntoView({ block: 'nearest' })}
          >
            {t(id)}
            {id === 'clusters' && layout && <span className="count">{layout.clusters.length}</span>}
          </Tab>
        ))}
      </TabList>
      <TabPanel id="clusters" className="inspector-panel">
        {layout && (
          <ClusterList
            layout={layout}
            clusters={clusters}
            current={clusters.cursor?.id ?? clusters.shownRows?.id ?? null}
            nameOf={role => nameOfRole(session, role)}
            onPoint={clusters.point}
            onSelect={onSelectCluster}
            onShowRows={clusters.showRows}
            onRename={(id, name) => void clusters.rename(id, name)}
            onExport={onExport}
            onSettings={() => setPanel('settings')}
          />
        )}
      </TabPanel>
      <TabPanel id="point" className="inspector-panel">
        {layout && (
          <PointPanel
            hash={layout.hash}
            point={point}
            neighbors={chosen.neighbors}
            retrievals={chosen.retrievals}
            onLikeThis={() => point !== null && chosen.askNeighbors(point)}
            onShow={() => point !== null && onShowPoint(point)}
            onPoint={onHover}
            onChoose={chosen.choose}
            onSelect={onSelectPoints}
            onClose={() => chosen.choose(null)}
          />
        )}
      </TabPanel>
      <TabPanel id="compare" className="inspector-panel">
        <ComparePanel
          sets={sets}
          hasSelection={hasSelection}
          color={color}
          onColor={onColor}
          onKeep={onKeep}
          onShow={onShowSet}
        />
      </TabPanel>
      <TabPanel id="settings" className="inspector-panel">
        <ParametersForm
          embedding={embedding.name}
          current={layout?.parameters ?? state.parameters}
          defaults={startParameters(session.umap, state.parameters.nComponents, largest)}
          isBusy={isBusy}
          onApply={(parameters, step) => {
            if (step === 'clusters' && layout) {
              const { minClusterSize, minSamples, epsilon } = parameters;
              state.recluster({ minClusterSize, minSamples, epsilon });
            } else {
              state.start(parameters);
            }
          }}
        />
      </TabPanel>
    </Tabs>
  );
}
