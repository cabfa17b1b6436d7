import { type MutableRefObject, useRef, useState } from 'react';
import type { DatasetRole, Embedding, SessionState } from '../../contract/session.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSelection } from '../app/queries.ts';
import { useViewState } from '../app/view-state-context.tsx';
import type { Camera } from '../cloud/camera.ts';
import type { Cloud, CloudStatus } from '../cloud/cloud.ts';
import type { Combination, Tool } from '../cloud/gestures.ts';
import { IS_MAC } from '../parts/action-button.tsx';
import type { Bits } from './bits.ts';
import { ColorMenu } from './color-menu.tsx';
import type { Mask } from './compose-mask.ts';
import { DisplayMenu } from './display-menu.tsx';
import { EmbeddingChoice } from './embedding-choice.tsx';
import { FindField } from '../rows/find-field.tsx';
import { FoundBar } from './found-bar.tsx';
import { HonestNumbers } from './honest-numbers.tsx';
import { HoverCard } from './hover-card.tsx';
import type { ColoredPoints } from './legend.ts';
import { LegendView } from './legend-view.tsx';
import { MapButton } from './map-button.tsx';
import { MapCanvas } from './map-canvas.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import type { Direction } from './next-cluster.ts';
import { nameOfRole } from './roles.ts';
import { Toolbar } from './toolbar.tsx';
import type { ChosenPoint } from './use-chosen-point.ts';
import type { Clusters } from './use-clusters.ts';
import { useDisplay } from './use-display.ts';
import type { Matches } from './use-narrowing.ts';
import type { Picture } from './use-picture.ts';

const HINT_MS = 1_200;

const ARROWS = new Map<string, Direction>([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down']
]);

/** The point under the pointer, with the place of its card; lit from a list it has no card. */
export interface Pointed {
  point: number;
  place: { x: number; y: number } | null;
}

export interface MapViewProps {
  session: SessionState;
  embedding: Embedding;
  picture: Picture;
  colored: ColoredPoints | null;
  mask: Mask | null;
  /** Rims of the sets that are compared. */
  rims: Uint8Array | null;
  matches: Matches | undefined;
  off: ReadonlySet<number>;
  onOff: (off: ReadonlySet<number>) => void;
  clusters: Clusters;
  chosen: ChosenPoint;
  status: CloudStatus | null;
  onStatus: (status: CloudStatus) => void;
  cloud: MutableRefObject<Cloud | null>;
  pointed: Pointed | null;
  onPointed: (pointed: Pointed | null) => void;
  onCamera: (camera: Camera, cloud: Cloud) => void;
  tool: Tool;
  onTool: (tool: Tool) => void;
  dimensions: 2 | 3;
  onDimensions: (dimensions: 2 | 3) => void;
  by: string;
  onBy: (by: string) => void;
  isChoosingColor: boolean;
  onChoosingColor: (isOpen: boolean) => void;
  onChoose: (point: number, combination: Combination) => void;
  onEnclose: (bits: Bits, mode: Combination) => void;
  /** Absent while nothing narrows the map. */
  onSelectShown: (() => void) | undefined;
  onSelectFound: () => void;
  onShowFound: () => void;
  onFit: () => void;
  onSettings: () => void;
}

/** The picture with its tools, legend, card and numbers. */
export function MapView(props: MapViewProps) {
  const { session, picture, colored, mask, clusters, chosen, pointed, cloud } = props;
  const t = useTranslate(MAP_MESSAGES);
  const { points, layout } = picture;
  const camera = useViewState('camera');
  const { display, setDisplay, reset } = useDisplay(points?.header.count ?? 0);
  const label = useSpokenLabel(props);
  const [hint, tellHint] = useHint();
  const group = pointed && colored ? groupOf(colored, pointed.point) : undefined;
  const roles = DATASET_ROLES.filter((_, code) => points?.dataset.includes(code));
  const nameOf = (role: DatasetRole) => nameOfRole(session, role);
  const savePicture = async () => {
    const blob = await cloud.current?.snapshot();
    if (blob) {
      download(blob, `${props.embedding.name} map.png`);
    }
  };
  return (
    <div
      className="map-view"
      data-old={picture.isOld || undefined}
      onKeyDown={event => {
        const direction = ARROWS.get(event.key);
        const isOnMap = event.target instanceof Element && event.target.matches('.map-canvas');
        if (isOnMap && direction && cloud.current) {
          event.preventDefault();
          clusters.moveCursor(direction, cloud.current);
        } else if (isOnMap && event.key === 'Enter' && clusters.cursor) {
          event.preventDefault();
          clusters.showRows(clusters.cursor.id);
        }
      }}
    >
      <Toolbar
        tool={props.tool}
        onTool={props.onTool}
        dimensions={props.dimensions}
        onDimensions={props.onDimensions}
      >
        <ColorMenu
          session={session}
          by={props.by}
          onBy={props.onBy}
          isOpen={props.isChoosingColor}
          onOpen={props.onChoosingColor}
        />
        <span className="bar-space" />
        <FindField label={t('find')} />
        <EmbeddingChoice session={session} current={props.embedding.name} />
        <MapButton label={t('fitAll')} icon="fit" keys="0" isIconOnly onPress={props.onFit} />
        <DisplayMenu
          display={display}
          roles={roles}
          nameOf={nameOf}
          onDisplay={setDisplay}
          onReset={reset}
          onPicture={() => void savePicture()}
        />
      </Toolbar>
      <MapCanvas
        label={label}
        points={points}
        levels={mask?.levels ?? null}
        rims={props.rims}
        colored={colored}
        labels={display.hasNames && layout ? clusters.labels : NO_LABELS}
        outline={clusters.outline}
        rings={chosen.rings}
        links={chosen.links}
        hover={pointed?.point ?? null}
        sizes={display.sizes}
        opacities={display.opacities}
        hasContours={display.hasContours}
        mode={props.dimensions === 3 && points?.header.components === 3 ? '3d' : '2d'}
        tool={props.tool}
        camera={camera}
        onCloud={room => {
          cloud.current = room;
        }}
        onStatus={props.onStatus}
        onCamera={props.onCamera}
        onWheelPassed={tellHint}
        onHover={(point, place) => props.onPointed(point === null ? null : { point, place })}
        onClick={(point, combination) => {
          if (point !== null) {
            props.onChoose(point, combination);
          }
        }}
        onEnclose={props.onEnclose}
      >
        {pointed?.place && layout && (
          <HoverCard hash={layout.hash} point={pointed.point} place={pointed.place} group={group} />
        )}
        {props.matches && (
          <FoundBar
            matches={props.matches}
            onSelect={props.onSelectFound}
            onShow={props.onShowFound}
          />
        )}
        {hint && (
          <p className="map-hint" aria-hidden="true">
            {t('wheelHint', { key: IS_MAC ? '⌘' : 'Ctrl' })}
          </p>
        )}
      </MapCanvas>
      {colored && colored.legend.groups.length > 0 && (
        <LegendView
          legend={colored.legend}
          what={legendTitle(colored.legend.by, t)}
          counts={mask?.counts ?? null}
          off={props.off}
          onOff={props.onOff}
        />
      )}
      {layout && (
        <HonestNumbers
          layout={layout}
          status={props.status}
          dimmed={mask?.dimmed ?? 0}
          hidden={mask?.hidden ?? 0}
          outside={mask?.outside ?? 0}
          onChange={props.onSettings}
          onSelectShown={props.onSelectShown}
        />
      )}
    </div>
  );
}

const NO_LABELS: readonly [] = [];

function legendTitle(by: string, t: ReturnType<typeof useTranslate<typeof MAP_MESSAGES>>): string {
  switch (by) {
    case 'dataset':
      return t('byDataset');
    case 'cluster':
      return t('byCluster');
    case 'correctness':
      return t('byCorrectness');
    default:
      return by.replace(/^dimension:/, '');
  }
}

function groupOf({ codes, legend }: ColoredPoints, point: number) {
  return legend.groups.find(({ code }) => code === codes[point]);
}

/** What a screen reader says of the picture. */
function useSpokenLabel({ embedding, picture, status, mask }: MapViewProps): string {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { data: selection } = useSelection();
  const { layout, points } = picture;
  const total = layout
    ? layout.available.primary + layout.available.reference + layout.available.corpus
    : (points?.header.count ?? 0);
  const shown = (points?.header.count ?? 0) - (mask?.hidden ?? 0);
  // Until the first frame there is nothing that keys could go to.
  const drawn = status === null || status.drawn === 0 ? 0 : Math.max(status.drawn, shown);
  return t('label', {
    name: embedding.name,
    drawn: format.number(drawn),
    total: format.number(total),
    selected: format.number(selection?.count ?? 0)
  });
}

function useHint(): [isShown: boolean, tell: () => void] {
  const [isShown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  return [
    isShown,
    () => {
      clearTimeout(timer.current);
      setShown(true);
      timer.current = setTimeout(() => setShown(false), HINT_MS);
    }
  ];
}

function download(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 1_000);
}
