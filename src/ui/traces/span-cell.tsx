import type { SessionRow, SpanRow, TraceRow } from '../../contract/traces.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Column } from './columns.ts';
import { barShare, formatCost, formatLatency } from './span-numbers.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';
import type { Line } from '../span/span-questions.ts';

/** What the cells of a line say, whatever the line stands for. */
interface Facts {
  span: SpanRow | undefined;
  trace: TraceRow | undefined;
  session: SessionRow | undefined;
  input: string | null;
  output: string | null;
  errors: number;
  tokens: number;
  cost: number | null;
  startUs: number;
  endUs: number | null;
}

export function factsOf(line: Line): Facts {
  const span = line.kind === 'sessions' ? undefined : line.span;
  const trace = line.kind === 'traces' ? line.trace : undefined;
  const session = line.kind === 'sessions' ? line.session : undefined;
  const sums = trace ?? session;
  return {
    span,
    trace,
    session,
    input: session ? session.firstInput : (span?.input ?? null),
    output: session ? session.lastOutput : (span?.output ?? null),
    errors: sums?.errors ?? span?.errors ?? 0,
    tokens: (sums?.tokens ?? span?.cumulative)?.total ?? 0,
    cost: sums ? sums.cost : (span?.cost ?? null),
    startUs: sums?.startUs ?? span?.startUs ?? 0,
    endUs: sums ? sums.endUs : (span?.endUs ?? null)
  };
}

/** The content of one cell. */
export function SpanCell({
  column: { key },
  facts,
  longestUs,
  href
}: {
  column: Column;
  facts: Facts;
  longestUs: number;
  /** Where the name leads. */
  href: string;
}) {
  const format = useFormat();
  const { span, trace, session, errors, tokens, cost } = facts;
  const count = (value: number | null | undefined) =>
    value === null || value === undefined || value === 0 ? '' : format.number(value);
  switch (key) {
    case 'name':
      return span && <NameCell span={span} href={href} />;
    case 'input':
      return facts.input;
    case 'output':
      return facts.output;
    case 'latency':
      return <LatencyCell facts={facts} longestUs={longestUs} />;
    case 'tokens':
      return count(tokens);
    case 'promptTokens':
      return count(span?.promptTokens);
    case 'completionTokens':
      return count(span?.completionTokens);
    case 'cost':
      return cost === null ? '' : formatCost(format, cost);
    case 'errors':
      return count(errors);
    case 'spans':
      return count(trace?.spans);
    case 'traces':
      return count(session?.traces);
    case 'documents':
      return count(span?.documents);
    case 'model':
      return span?.model;
    case 'status':
      return span?.statusCode;
    case 'session':
      return session ? (
        <a href={href} tabIndex={-1}>
          {session.sessionId}
        </a>
      ) : (
        (trace?.sessionId ?? span?.sessionId)
      );
    case 'user':
      return session ? session.userId : span?.userId;
    case 'project':
      return (session ?? trace ?? span)?.project;
    case 'traceId':
      return <code>{span?.traceId}</code>;
    case 'spanId':
      return <code>{span?.spanId}</code>;
    case 'start':
      return <Moment us={facts.startUs} />;
    case 'end':
      return facts.endUs === null ? '' : <Moment us={facts.endUs} />;
  }
}

/** When it was, as short as today allows; in full on hover. */
export function Moment({ us }: { us: number }) {
  const format = useFormat();
  const at = new Date(us / 1000);
  return (
    <time dateTime={at.toISOString()} title={`${format.date(at)}, ${format.time(at)}`}>
      {format.moment(us / 1000, Date.now())}
    </time>
  );
}

function NameCell({ span, href }: { span: SpanRow; href: string }) {
  const t = useTranslate(TRACES_MESSAGES);
  return (
    <>
      <span className={`span-kind span-kind-${span.kind.toLowerCase()}`}>{span.kind}</span>
      <a href={href} tabIndex={-1} title={span.name}>
        {span.name}
      </a>
      {span.statusCode === 'ERROR' && (
        <span className="span-error" title={span.statusMessage}>
          <Icon name="warning" size={14} />
          <span className="visually-hidden">{t('error')}</span>
        </span>
      )}
    </>
  );
}

function LatencyCell({ facts, longestUs }: { facts: Facts; longestUs: number }) {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const { startUs, endUs, errors } = facts;
  if (endUs === null) {
    return <em>{t('running')}</em>;
  }
  return (
    <>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect
          className={errors > 0 ? 'bad' : undefined}
          width={100 * barShare(endUs - startUs, longestUs)}
          height="6"
        />
      </svg>
      <span>{formatLatency(format, endUs - startUs)}</span>
    </>
  );
}
