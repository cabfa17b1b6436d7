import { type Frame, type Page } from '@playwright/test';

/** What a page exposes with `--expose-app-in-browser`, as far as the tests use it. */
export interface JupyterApp {
  commands: {
    execute(id: string, args?: object): Promise<unknown>;
    isEnabled(id: string, args?: object): boolean;
    hasCommand(id: string): boolean;
    listCommands(): string[];
    describedBy(id: string, args?: object): Promise<{ args: object | null }>;
  };
  shell: { currentWidget: JupyterWidget | null; activateById(id: string): void };
}

interface JupyterWidget {
  id: string;
  context?: { path: string };
  content: {
    activeCellIndex: number;
    widgets: { model: { trusted: boolean } }[];
    scrollToItem(index: number): Promise<void>;
  };
  sessionContext: {
    ready: Promise<void>;
    session: {
      kernel: {
        id: string;
        info: Promise<unknown>;
        requestComplete(content: {
          code: string;
          cursor_pos: number;
        }): Promise<{ content: { matches?: string[] } }>;
      } | null;
    } | null;
    restartKernel(): Promise<void>;
    shutdown(): Promise<void>;
    startKernel(): Promise<boolean>;
  };
}

declare global {
  interface Window {
    jupyterapp: JupyterApp;
  }
}

export interface ServerEntry {
  id: string;
  name: string;
  notebook: string;
  kernel_id: string;
  pid: number;
  healthy: boolean;
  datasets: { primary: { name: string; rows: number } | null };
}

/** A notebook of code cells that names its kernel already, so that no dialog asks for one. */
export function makeNotebook(cells: string[], kernel = 'python3'): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source
    })),
    metadata: {
      kernelspec: { name: kernel, display_name: kernel }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}

/** Waits until the notebook in front has a kernel that answers: cells run before that are lost. */
export async function waitForKernel(page: Page): Promise<void> {
  await page.waitForFunction(
    () => window.jupyterapp.shell.currentWidget?.sessionContext !== undefined
  );
  await page.evaluate(async () => {
    const context = window.jupyterapp.shell.currentWidget?.sessionContext;
    await context?.ready;
    await context?.session?.kernel?.info;
  });
}

/** Runs a cell of the notebook in front and waits for its end. */
export async function runCell(page: Page, index: number): Promise<void> {
  await page.evaluate(async at => {
    const { shell, commands } = window.jupyterapp;
    if (shell.currentWidget !== null) {
      shell.currentWidget.content.activeCellIndex = at;
      await commands.execute('notebook:run-cell');
    }
  }, index);
}

export function execute(page: Page, command: string, args: object = {}): Promise<void> {
  return page.evaluate(
    async ([id, given]) => {
      await window.jupyterapp.commands.execute(id, given);
    },
    [command, args] as const
  );
}

/** What the Jupyter server says about sessions, asked from the page. */
export function listServers(page: Page): Promise<ServerEntry[]> {
  return page.evaluate(async () => {
    const response = await fetch('/phoenix/v1/servers');
    return (await response.json()) as ServerEntry[];
  });
}

/** Closes every session of the open Jupyter server, so that the next test starts with none. */
export async function closeAllSessions(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const response = await fetch('/phoenix/v1/servers');
    const entries = (await response.json()) as { id: string }[];
    await Promise.all(
      entries.map(({ id }) => fetch(`/phoenix/v1/servers/${id}`, { method: 'DELETE' }))
    );
  });
}

/** Two small data sets with a vector column, loaded and shown. */
export const LAUNCH_WITH_DATA = `import numpy as np
import pandas as pd
import jupyterlab_phoenix as px

rng = np.random.default_rng(0)

def draw(n, shift):
    return pd.DataFrame({
        "vector": list(rng.normal(shift, 1, (n, 8)).astype("float32")),
        "label": rng.choice(["ham", "spam"], n),
    })

schema = px.Schema(
    prediction_label_column_name="label",
    embedding_feature_column_names={"text": px.EmbeddingColumnNames(vector_column_name="vector")},
)
session = px.launch_app(
    px.Dataset(draw(120, 0.5), schema, name="production"),
    px.Dataset(draw(180, 0.0), schema, name="training"),
)
session.view(height=420)`;

/** A session, and a program that says what it does: `ask(question, fails=False)`. */
export const LAUNCH_AND_TRACE = `import jupyterlab_phoenix as px

session = px.launch_app()
tracer = px.register(auto_instrument=False).get_tracer("test")

def ask(question, fails=False):
    with tracer.start_as_current_span("ask", attributes={"openinference.span.kind": "CHAIN", "input.value": question}):
        for _ in range(2):
            with tracer.start_as_current_span("look up", attributes={"openinference.span.kind": "RETRIEVER"}) as span:
                span.set_attribute("retrieval.documents.0.document.content", question)
        with tracer.start_as_current_span("call the model", attributes={"openinference.span.kind": "LLM"}) as span:
            span.set_attributes({
                "llm.model_name": "gpt-4o",
                "llm.token_count.prompt": 1000,
                "llm.token_count.completion": 204,
                "llm.output_messages.0.message.role": "assistant",
                "llm.output_messages.0.message.content": "I am sorry: it was a mistake",
            })
            if fails:
                raise RuntimeError("too many requests")`;

/** Posts to the page around the app from inside its frame, as the app does. */
export async function postFromApp(frame: Frame, message: object): Promise<void> {
  await frame.evaluate(
    posted => window.parent.postMessage(posted, window.location.origin),
    message
  );
}

/** The frame of a session, once its app has loaded. */
export async function findAppFrame(page: Page, selector: string): Promise<Frame> {
  const element = await page.locator(`${selector} iframe`).elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) {
    throw new Error(`There is no frame in ${selector}`);
  }
  await frame.waitForURL(/\/phoenix\/proxy\//);
  await frame.waitForLoadState();
  return frame;
}

/** Ends the process of a session as a crash would. */
export function killServer(server: ServerEntry | undefined): void {
  // A pid of 0 would mean the process group of the tests themselves.
  if (server === undefined || server.pid <= 1) {
    throw new Error('There is no session to kill');
  }
  process.kill(server.pid, 'SIGKILL');
}
