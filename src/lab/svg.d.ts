declare module '*.svg' {
  const svg: string;
  // eslint-disable-next-line no-restricted-exports -- the builder makes the text of the file the default export
  export default svg;
}
