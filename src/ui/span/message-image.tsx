import { useEffect, useState } from 'react';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { type Steps, toCutPath } from './attribute-list.ts';
import { readDataImage } from './data-image.ts';
import { TextLink } from './markdown-view.tsx';
import { SPAN_MESSAGES } from './span-messages.ts';
import { useSpanValues } from './span-values.tsx';

/** An image of a message. One that comes along is drawn when it is asked for, one elsewhere is never fetched. */
export function MessageImage({ url, steps }: { url: string; steps: Steps | undefined }) {
  const t = useTranslate(SPAN_MESSAGES);
  const format = useFormat();
  const toasts = useToasts();
  const values = useSpanValues();
  const [address, setAddress] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  useEffect(
    () => () => {
      if (address !== undefined) {
        URL.revokeObjectURL(address);
      }
    },
    [address]
  );
  if (!url.startsWith('data:')) {
    return (
      <p className="message-image">
        <TextLink text={t('remoteImage', { address: url.slice(0, 200) })} href={url} />
        <span className="muted">{t('remoteWhy')}</span>
      </p>
    );
  }
  const path = steps && toCutPath(steps);
  const length = (path !== undefined && values.lengthOf(path)) || url.length;
  const show = async () => {
    try {
      const whole = path !== undefined && length > url.length ? await values.read(path) : url;
      const image = readDataImage(whole);
      setBroken(image === undefined);
      setAddress(image && URL.createObjectURL(image));
    } catch (error) {
      toasts.fail(error);
    }
  };
  return (
    <div className="message-image">
      {isBroken ? (
        <p className="muted">{t('brokenImage')}</p>
      ) : address === undefined ? (
        <ActionButton
          label={t('showImage')}
          icon="picture"
          kind="outline"
          onPress={() => void show()}
        >
          <span className="muted">{format.bytes((length * 3) / 4)}</span>
        </ActionButton>
      ) : (
        <img src={address} alt={t('imageOf')} onError={() => setBroken(true)} />
      )}
    </div>
  );
}
