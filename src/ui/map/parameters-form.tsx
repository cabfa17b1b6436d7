import { type FormEvent, useEffect, useId, useState } from 'react';
import type { MapParameters } from '../../contract/map.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import type { Draft, Rule } from './parameter-rules.ts';
import { changedStep, draftOf, faultOf, parametersOf, RULES } from './parameter-rules.ts';
import { umapLine } from './python-line.ts';

/** How the map and its clusters are made; Apply redoes only what has to be. */
export function ParametersForm({
  embedding,
  current,
  defaults,
  isBusy,
  onApply
}: {
  embedding: string;
  current: MapParameters;
  defaults: MapParameters;
  isBusy: boolean;
  onApply: (parameters: MapParameters, step: Rule['step']) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const [draft, setDraft] = useState(() => draftOf(current));
  const written = JSON.stringify(draftOf(current));
  useEffect(() => setDraft(JSON.parse(written) as Draft), [written]);
  const hasFaults = RULES.some(rule => faultOf(rule, draft[rule.name]) !== null);
  const next = hasFaults ? null : parametersOf(draft, current.nComponents);
  const step = next && changedStep(current, next);
  const set = (name: keyof Draft, value: string) =>
    setDraft(before => ({ ...before, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next && step && !isBusy) {
      onApply(next, step);
    }
  };
  return (
    <form className="parameters" noValidate onSubmit={submit}>
      <fieldset>
        <legend>{t('umap')}</legend>
        {RULES.filter(rule => rule.step === 'projection').map(rule => (
          <NumberLine key={rule.name} rule={rule} value={draft[rule.name]} onValue={set} />
        ))}
        <MetricLine value={draft.metric} onValue={set} />
      </fieldset>
      <fieldset>
        <legend>{t('hdbscan')}</legend>
        {RULES.filter(rule => rule.step === 'clusters').map(rule => (
          <NumberLine key={rule.name} rule={rule} value={draft[rule.name]} onValue={set} />
        ))}
      </fieldset>
      <div className="row parameters-actions">
        <button
          type="submit"
          className={`button ${step && !isBusy ? 'button-primary' : 'button-outline'}`}
          disabled={!step || isBusy}
        >
          {isBusy
            ? t('applying')
            : step === 'clusters'
              ? t('applyClusters')
              : step === 'projection'
                ? t('applyLayout')
                : t('apply')}
        </button>
        <ActionButton
          label={t('reset')}
          kind="outline"
          onPress={() => setDraft(draftOf({ ...defaults, nComponents: current.nComponents }))}
        />
      </div>
      <CodeLine code={umapLine(embedding, next ?? current)} label={t('copyPython')} />
    </form>
  );
}

function NumberLine({
  rule,
  value,
  onValue
}: {
  rule: Rule;
  value: string;
  onValue: (name: keyof Draft, value: string) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const id = useId();
  const { name, min, max, isWhole } = rule;
  const fault = faultOf(rule, value);
  const label = name === 'seed' ? t('seedField') : t(name);
  const hint =
    fault === 'low'
      ? t('fault_low', { min: format.number(min) })
      : fault === 'high'
        ? t('fault_high', { max: format.number(max) })
        : fault
          ? t(`fault_${fault}`)
          : t(`${name}How`);
  return (
    <div className="parameter">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type="text"
        inputMode={isWhole ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={value}
        placeholder={name === 'seed' ? t('seedFieldPlaceholder') : ''}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-hint`}
        onChange={event => onValue(name, event.target.value)}
      />
      <p id={`${id}-hint`} className={fault ? 'parameter-fault' : 'muted'}>
        {hint}
      </p>
    </div>
  );
}

function MetricLine({
  value,
  onValue
}: {
  value: MapParameters['metric'];
  onValue: (name: keyof Draft, value: string) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const id = useId();
  return (
    <div className="parameter">
      <label htmlFor={id}>{t('metric')}</label>
      <select
        id={id}
        className="field"
        value={value}
        onChange={event => onValue('metric', event.target.value)}
      >
        <option value="euclidean">{t('euclidean')}</option>
        <option value="cosine">{t('cosine')}</option>
      </select>
      <p className="muted">{t('metricHow')}</p>
    </div>
  );
}
