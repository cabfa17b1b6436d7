import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { phoenixIcon } from '../icon.ts';
import type { Amounts } from '../overview/amounts.ts';
import { describeMemory } from '../panel/describe-amounts.ts';
import type { PhoenixSessions } from '../tokens.ts';
import { sumSessions } from './sum-sessions.ts';

export interface StatusDependencies {
  sessions: PhoenixSessions;
  amounts: Amounts;
  trans: TranslationBundle;
  showPanel: () => void;
}

/** Sessions, spans per second and memory in one line; it reads the list that is read anyway and asks for nothing itself. */
export class StatusItem extends ReactWidget {
  readonly #dependencies: StatusDependencies;

  constructor(dependencies: StatusDependencies) {
    super();
    this.#dependencies = dependencies;
    this.addClass('phoenix-StatusItem');
    dependencies.sessions.changed.connect(this.#refresh, this);
  }

  override dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  override render() {
    const { sessions, amounts, trans, showPanel } = this.#dependencies;
    const { count, spansPerSecond, memoryBytes, stopped } = sumSessions(sessions.entries);
    const facts = [
      trans._n('%1 session', '%1 sessions', count),
      ...(spansPerSecond > 0 ? [trans.__('%1 spans/s', amounts.rate(spansPerSecond))] : []),
      ...(memoryBytes > 0 ? [describeMemory(memoryBytes, trans)] : []),
      ...(stopped > 0 ? [trans.__('%1 stopped', stopped)] : [])
    ];
    return (
      <button
        type="button"
        className="phoenix-StatusItem-button"
        title={trans.__('Phoenix: %1. Show the panel', facts.join(', '))}
        onClick={showPanel}
      >
        <phoenixIcon.react tag="span" aria-hidden="true" />
        <span>{facts.join(' · ')}</span>
      </button>
    );
  }

  #refresh(): void {
    this.update();
  }
}
