import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { useTesters } from './test-model'
import './testers.css'
import { AddTester, RemoveTester, TesterText } from './testers'

/** Who gets tests, in the settings. */
export function TestersSection() {
  const testers = useTesters()
  const mayChange = canSend(useSession())
  return (
    <Section title={m.composer_testers()}>
      <p class="md muted">{m.composer_testers_note()}</p>
      <Loaded query={testers} skeleton={<Skeleton shape="rows" count={2} />}>
        {({ items }) => (
          <>
            {items.length > 0 && (
              <ul class="testers panel">
                {items.map((tester) => (
                  <li key={tester.contactId}>
                    <span class="grow">
                      <TesterText tester={tester} />
                    </span>
                    {mayChange && <RemoveTester tester={tester} />}
                  </li>
                ))}
              </ul>
            )}
            <AddTester key={items.length === 0 ? 'first' : 'more'} count={items.length} />
          </>
        )}
      </Loaded>
    </Section>
  )
}
