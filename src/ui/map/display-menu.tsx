import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import type { DatasetRole } from '../../contract/session.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapButton } from './map-button.tsx';

type Three = [number, number, number];

export interface Display {
  sizes: Three;
  opacities: Three;
  hasContours: boolean;
  hasNames: boolean;
}

/** Size and opacity per data set, contours, names. */
export function DisplayMenu({
  display,
  roles,
  nameOf,
  onDisplay,
  onReset,
  onPicture
}: {
  display: Display;
  /** Those on the map. */
  roles: readonly DatasetRole[];
  nameOf: (role: DatasetRole) => string;
  onDisplay: (change: Partial<Display>) => void;
  onReset: () => void;
  onPicture: () => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const replaced = (values: Three, index: number, value: number) =>
    values.map((old, i) => (i === index ? value : old)) as Three;
  return (
    <DialogTrigger>
      <MapButton label={t('display')} icon="display" isIconOnly />
      <Popover className="popover" placement="bottom end">
        <Dialog className="display-menu" aria-label={t('display')}>
          <table>
            <thead>
              <tr>
                <td />
                <th scope="col">{t('size')}</th>
                <th scope="col">{t('opacity')}</th>
              </tr>
            </thead>
            <tbody>
              {roles.map(role => {
                const index = DATASET_ROLES.indexOf(role);
                return (
                  <tr key={role}>
                    <th scope="row">
                      <DatasetMark role={role} />
                      <span>{nameOf(role)}</span>
                    </th>
                    <td>
                      <input
                        type="range"
                        min={0.3}
                        max={3}
                        step={0.1}
                        aria-label={t('ofSet', { what: t('size'), name: nameOf(role) })}
                        value={display.sizes[index]}
                        onChange={event =>
                          onDisplay({
                            sizes: replaced(display.sizes, index, Number(event.target.value))
                          })
                        }
                      />
                    </td>
                    <td>
                      <input
                        type="range"
                        min={0}
                        max={1}
                        step={0.05}
                        aria-label={t('ofSet', { what: t('opacity'), name: nameOf(role) })}
                        value={display.opacities[index]}
                        onChange={event =>
                          onDisplay({
                            opacities: replaced(
                              display.opacities,
                              index,
                              Number(event.target.value)
                            )
                          })
                        }
                      />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <label className="check">
            <input
              type="checkbox"
              checked={display.hasContours}
              onChange={event => onDisplay({ hasContours: event.target.checked })}
            />
            {t('contours')}
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={display.hasNames}
              onChange={event => onDisplay({ hasNames: event.target.checked })}
            />
            {t('names')}
          </label>
          <div className="row">
            <MapButton label={t('savePicture')} icon="picture" kind="outline" onPress={onPicture} />
            <ActionButton label={t('resetDisplay')} kind="outline" onPress={onReset} />
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
