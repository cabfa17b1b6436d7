const TOKENS =
  /(?<comment>#.*)|(?<string>[rfb]?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))|(?<keyword>\b(?:import|as|from|with|for|in|if|else|def|return|None|True|False)\b)|(?<number>\b\d[\d_.]*\b)/g;

/** Python of a few lines, coloured as JupyterLab's editor would. */
export function PythonCode({ code }: { code: string }) {
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const { 0: text, index, groups } of code.matchAll(TOKENS)) {
    const found: [kind: string, text: string | undefined][] = Object.entries(groups ?? {});
    const kind = found.find(([, part]) => part !== undefined)?.[0];
    parts.push(
      code.slice(end, index),
      <span key={index} className={`py-${kind ?? 'plain'}`}>
        {text}
      </span>
    );
    end = index + text.length;
  }
  return (
    <code>
      {parts}
      {code.slice(end)}
    </code>
  );
}
