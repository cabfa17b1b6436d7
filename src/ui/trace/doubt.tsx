/** A number or a bar that is to be taken with care, and why. */
export function Doubt({ text }: { text: string }) {
  return (
    <span className="tree-doubt" role="img" title={text} aria-label={text}>
      ⚠
    </span>
  );
}
