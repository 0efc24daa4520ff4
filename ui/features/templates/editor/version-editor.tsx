import type { DraftVersion } from '../../../../worker/contract/template-drafts'
import { Banner } from '../../../components/page-parts'
import { m } from '../../../paraglide/messages.js'
import { BodyField } from './body-field'
import { ButtonsField } from './buttons-field'
import { CodeFields } from './code-fields'
import type { Writing } from './draft'
import { FooterField } from './footer-field'
import { HeaderField, type OnFile } from './header-field'

type Props = { writing: Writing; at: number; version: DraftVersion; onFile: OnFile }

/** One language: its parts from top to bottom, as they stand on the phone. */
export function VersionEditor(props: Props) {
  const { writing, version } = props
  const { category, refusals } = writing.view.value
  const refusal = refusals[version.language]
  return (
    <div class="stack close">
      {refusal && (
        <Banner tone="danger" isInset>
          {m.templates_editor_refused()} <bdi>{refusal}</bdi>
        </Banner>
      )}
      {category === 'AUTHENTICATION' ? (
        <CodeFields {...props} />
      ) : (
        <>
          <HeaderField {...props} />
          <BodyField {...props} />
          <FooterField {...props} />
          <ButtonsField {...props} />
        </>
      )}
    </div>
  )
}
