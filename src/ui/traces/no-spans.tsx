import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslate } from '../app/locale-context.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { EmptyState } from '../parts/states.tsx';
import { writeGuides } from './span-guides.ts';
import { TRACES_MESSAGES } from './traces-messages.ts';
import { useCollector } from './use-spans.ts';

/** Before the first span: what to run so that some come, one tab for each kind of program. */
export function NoSpans() {
  const t = useTranslate(TRACES_MESSAGES);
  const { data: collector } = useCollector();
  const guides = writeGuides(collector);
  return (
    <div className="home-empty">
      <EmptyState title={t('noneTitle')} reason={t('noneReason')}>
        <Tabs className="span-guides">
          <TabList className="span-guide-tabs" aria-label={t('guides')}>
            {guides.map(({ id }) => (
              <Tab key={id} id={id} className="span-guide-tab">
                {t(`guide_${id}`)}
              </Tab>
            ))}
          </TabList>
          {guides.map(({ id, install, code }) => (
            <TabPanel key={id} id={id} className="span-guide">
              {install !== '' && (
                <>
                  <p>{t('guideInstall')}</p>
                  <CodeLine code={install} label={t('guideInstallCode')} />
                </>
              )}
              <p>{t(id === 'environment' ? 'guideEnvironment' : 'guideRun')}</p>
              <CodeLine code={code} label={t('registerCode')} />
            </TabPanel>
          ))}
        </Tabs>
        {collector?.isOpen === false && <p>{t('lockedReason')}</p>}
      </EmptyState>
    </div>
  );
}
