/**
 * Messages between the app in a frame and the page around it, by `postMessage` within one origin.
 * Every message is `{ type, … }`; receivers check `event.source` and `event.origin` first.
 */
export type AppMessage =
  /** The app listens; the host answers with `phoenix:theme`. */
  | { type: 'phoenix:hello'; id: string }
  /** Put code into a new cell below the active one. */
  | { type: 'phoenix:insert-code'; code: string }
  /** Show the app in the main area. */
  | { type: 'phoenix:open-tab' };

export type HostMessage = {
  type: 'phoenix:theme';
  theme: 'light' | 'dark';
  /** Resolved values of JupyterLab's custom properties, `--jp-…`. */
  variables: Record<string, string>;
  /** BCP 47 tag of the interface language. */
  locale?: string;
};
