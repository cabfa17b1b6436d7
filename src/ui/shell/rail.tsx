import { PlaceLinks } from './place-links.tsx';

/** The places at the left edge of a tab. */
export function Rail() {
  return (
    <div className="rail">
      <Logo />
      <PlaceLinks className="rail-links" />
    </div>
  );
}

/** A reference ring around a primary point. */
export function Logo() {
  return (
    <svg className="logo" width="20" height="20" viewBox="0 0 16 16" aria-hidden="true">
      <circle className="logo-ring" cx="8" cy="8" r="6.2" />
      <circle className="logo-point" cx="8" cy="8" r="2.9" />
    </svg>
  );
}
