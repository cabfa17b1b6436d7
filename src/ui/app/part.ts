/** A part of the page that comes when it is first needed. */
export interface Part<Content> {
  /** Asked again when it did not come. */
  load: () => Promise<Content>;
  /** What has come; undefined before. */
  read: () => Content | undefined;
}

export function createPart<Content>(fetchContent: () => Promise<Content>): Part<Content> {
  let loading: Promise<Content> | undefined;
  let content: Content | undefined;
  return {
    read: () => content,
    load: () => {
      loading ??= fetchContent().then(
        found => (content = found),
        (error: unknown) => {
          loading = undefined;
          throw error;
        }
      );
      return loading;
    }
  };
}
