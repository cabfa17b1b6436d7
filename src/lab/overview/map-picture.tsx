import { MAP_PLACE, placeOfMap } from './app-place.ts';
import type { OverviewProps } from './overview-body.tsx';
import { SectionHead } from './section-head.tsx';

/** The map as it was last seen: a picture costs nothing, the map itself is a click away. */
export function MapPicture({ entry, content, actions, trans }: OverviewProps) {
  const { picture, session } = content;
  if (session?.embeddings.length === 0) {
    return null;
  }
  const open = () =>
    actions.openAt(
      entry.id,
      picture === undefined
        ? MAP_PLACE
        : `${placeOfMap(picture.embedding)}?layout=${picture.layout}`
    );
  return (
    <section className="phoenix-Overview-part">
      <SectionHead
        title={trans.__('Map')}
        note={picture?.embedding ?? ''}
        openLabel={trans.__('Open the map')}
        onOpen={open}
      />
      {picture === undefined ? (
        <p className="phoenix-Overview-note">
          {trans.__('Its picture stays here once the map was opened.')}
        </p>
      ) : (
        <button type="button" className="phoenix-MapPicture" onClick={open}>
          <img
            src={picture.url}
            alt={trans.__('Map of “%1” as it was last seen', picture.embedding)}
          />
        </button>
      )}
    </section>
  );
}
