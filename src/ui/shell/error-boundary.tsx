import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import type { Api } from '../app/api.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { SHELL_MESSAGES } from './shell-messages.ts';

interface Props {
  api: Api;
  children: ReactNode;
  /** A new key (another place) gives the children another chance. */
  resetKey?: string;
}
interface State {
  error: Error | undefined;
  where: string;
  resetKey: string | undefined;
}

/** Keeps a fault in one part from taking the page along; offers the details without any value of the data. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, where: '', resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ resetKey }: Props, state: State): Partial<State> | null {
    return resetKey === state.resetKey ? null : { resetKey, error: undefined };
  }

  override componentDidCatch(_error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ where: componentStack?.split('\n').slice(1, 6).join('\n') ?? '' });
  }

  override render(): ReactNode {
    const { error, where } = this.state;
    return error ? (
      <Broken
        error={error}
        where={where}
        api={this.props.api}
        onReset={() => this.setState({ error: undefined })}
      />
    ) : (
      this.props.children
    );
  }
}

interface BrokenProps {
  error: Error;
  where: string;
  api: Api;
  onReset: () => void;
}

function Broken({ error, where, api, onReset }: BrokenProps) {
  const t = useTranslate(SHELL_MESSAGES);
  const copy = useCopy();
  const { reset } = useQueryErrorResetBoundary();
  const details = [
    `${error.name}: ${error.message}`,
    where,
    `base ${new URL('./', document.baseURI).pathname}`,
    navigator.userAgent,
    ...api.lately.map(({ method, path, status, ms }) => `${method} ${path} ${status} ${ms} ms`)
  ].join('\n');
  return (
    <section className="broken" role="alert">
      <h2>{t('broken')}</h2>
      <p>{error.message}</p>
      <p className="muted">{t('brokenHint')}</p>
      <div className="row">
        <ActionButton
          label={t('reload')}
          icon="retry"
          kind="primary"
          onPress={() => {
            reset();
            onReset();
          }}
        />
        <ActionButton
          label={t('copyDetails')}
          icon="copy"
          kind="outline"
          onPress={() => void copy(details)}
        />
      </div>
    </section>
  );
}
