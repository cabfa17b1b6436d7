import { type FormEvent, useId, useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import type { Metric, Threshold, Thresholds } from '../../contract/metrics.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { useThresholds } from '../app/queries.ts';
import { METRIC_MESSAGES } from '../charts/metric-messages.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';
import { findThreshold, useRules, withThreshold } from './use-rules.ts';

type RuleKind = Threshold['rule']['kind'] | 'default';

/** What raises an alert for the metric in view: its default, a constant, deviations of the reference, or nothing. */
export function ThresholdPopover({
  metric,
  dimension
}: {
  metric: Metric;
  /** The column in view; absent for metrics of the model. */
  dimension: string | undefined;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const { data: thresholds } = useThresholds();
  const title = t('limitsOf', { metric: metricName(metric) });
  return (
    <DialogTrigger>
      <ActionButton label={title} icon="bell" isIconOnly isDisabled={thresholds === undefined} />
      <Popover className="popover" placement="bottom end">
        <Dialog className="thresholds" aria-label={title}>
          {({ close }) =>
            thresholds ? (
              <ThresholdForm
                metric={metric}
                dimension={dimension}
                thresholds={thresholds}
                title={title}
                onDone={close}
              />
            ) : null
          }
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

interface Draft {
  kind: RuleKind;
  lower: string;
  upper: string;
  k: string;
}

function draftOf(rule: Threshold['rule'] | undefined): Draft {
  return {
    kind: rule?.kind ?? 'default',
    lower: rule?.kind === 'constant' ? String(rule.lower ?? '') : '',
    upper: rule?.kind === 'constant' ? String(rule.upper ?? '') : '',
    k: rule?.kind === 'deviations' ? String(rule.k) : '3'
  };
}

type Fault = 'needLimit' | 'limitOrder' | 'needNumber';

/** The rule a draft stands for; undefined for the default; a fault in words of the catalogue. */
export function readDraft(draft: Draft): { rule: Threshold['rule'] | undefined } | Fault {
  switch (draft.kind) {
    case 'default':
      return { rule: undefined };
    case 'off':
      return { rule: { kind: 'off' } };
    case 'deviations': {
      const k = readNumber(draft.k);
      return k !== null && k >= 0.1 && k <= 100
        ? { rule: { kind: 'deviations', k } }
        : 'needNumber';
    }
    case 'constant': {
      const [lower, upper] = [readNumber(draft.lower), readNumber(draft.upper)];
      if (lower === null && upper === null) {
        return 'needLimit';
      }
      return lower !== null && upper !== null && lower > upper
        ? 'limitOrder'
        : { rule: { kind: 'constant', lower, upper } };
    }
  }
}

function readNumber(written: string): number | null {
  const value = written.trim() === '' ? NaN : Number(written.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

function ThresholdForm({
  metric,
  dimension,
  thresholds,
  title,
  onDone
}: {
  metric: Metric;
  dimension: string | undefined;
  thresholds: Thresholds;
  title: string;
  onDone: () => void;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const metricName = useTranslate(METRIC_MESSAGES);
  const { putThresholds } = useRules();
  const id = useId();
  const known = findThreshold(thresholds, metric, dimension);
  const [isForAll, setForAll] = useState(
    dimension === undefined || (known !== undefined && known.dimension === undefined)
  );
  const [draft, setDraft] = useState(() => draftOf(known?.rule));
  const [fault, setFault] = useState<Fault>();
  const change = (patch: Partial<Draft>) => {
    setFault(undefined);
    setDraft(now => ({ ...now, ...patch }));
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft);
    if (typeof read === 'string') {
      setFault(read);
      return;
    }
    const next = withThreshold(thresholds, metric, isForAll ? undefined : dimension, read.rule);
    onDone();
    void putThresholds(next, thresholds, t('limitsChanged', { metric: metricName(metric) }));
  };
  const radio = (kind: RuleKind, label: string) => (
    <label className="check">
      <input
        type="radio"
        name={`${id}-kind`}
        checked={draft.kind === kind}
        onChange={() => change({ kind })}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <form className="threshold-form" onSubmit={send}>
      <h3>{title}</h3>
      {dimension !== undefined && (
        <label className="threshold-for">
          <span>{t('limitsFor')}</span>
          <select
            className="field"
            value={isForAll ? 'all' : 'one'}
            onChange={event => setForAll(event.target.value === 'all')}
          >
            <option value="one">{t('onlyThis', { name: dimension })}</option>
            <option value="all">{t('everyColumn')}</option>
          </select>
        </label>
      )}
      <fieldset>
        <legend className="visually-hidden">{t('limits')}</legend>
        {radio(
          'default',
          `${t('ruleDefault')}: ${metric === 'psi' ? t('rulePsi') : t('ruleSigma')}`
        )}
        {radio('constant', t('ruleConstant'))}
        {draft.kind === 'constant' && (
          <div className="threshold-limits">
            {(['lower', 'upper'] as const).map(side => (
              <label key={side}>
                <span>{t(side)}</span>
                <input
                  className="field"
                  inputMode="decimal"
                  autoComplete="off"
                  value={draft[side]}
                  onChange={event => change({ [side]: event.target.value })}
                />
              </label>
            ))}
          </div>
        )}
        {radio('deviations', t('ruleDeviations'))}
        {draft.kind === 'deviations' && (
          <div className="threshold-limits">
            <label>
              <span>±</span>
              <input
                className="field"
                inputMode="decimal"
                autoComplete="off"
                aria-label={t('ruleDeviations')}
                value={draft.k}
                onChange={event => change({ k: event.target.value })}
              />
              <span>σ</span>
            </label>
          </div>
        )}
        {radio('off', t('ruleOff'))}
      </fieldset>
      {fault && (
        <p className="threshold-fault" role="alert">
          {t(fault)}
        </p>
      )}
      <div className="row row-end">
        <button type="submit" className="button button-primary">
          {t('apply')}
        </button>
      </div>
    </form>
  );
}
