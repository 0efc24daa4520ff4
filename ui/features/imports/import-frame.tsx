import type { ComponentChildren } from 'preact'
import { Wizard } from '../../components/steps'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'

export type ImportStep = 'source' | 'match' | 'check' | 'import'

/** Every page of an import: the same heading, and where one is. */
export const ImportFrame = (props: {
  step: ImportStep
  documentTitle?: string
  /** Where the matching can be gone back to. */
  matchHref?: string | undefined
  children: ComponentChildren
}) => (
  <Page
    title={m.imports_title()}
    crumbs={[{ label: m.contacts_title(), href: '/contacts' }]}
    {...(props.documentTitle ? { documentTitle: props.documentTitle } : {})}
  >
    <Wizard
      current={props.step}
      steps={[
        { key: 'source', label: m.imports_step_source() },
        { key: 'match', label: m.imports_step_match(), href: props.matchHref },
        { key: 'check', label: m.imports_step_check() },
        { key: 'import', label: m.imports_step_import() },
      ]}
    />
    {props.children}
  </Page>
)
