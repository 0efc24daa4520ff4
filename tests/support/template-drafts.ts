import type {
  DraftContent,
  DraftVersion,
  SubmissionView,
  TemplateDraftView,
} from '../../worker/contract/template-drafts'
import type { Shop } from './shop'

/** A draft with one English text that Meta takes, changed as wished. */
export async function aDraft(
  shop: Shop,
  version: Partial<DraftVersion> = {},
  content: Partial<DraftContent> = {},
): Promise<TemplateDraftView> {
  const blank = await shop.post<TemplateDraftView>('/templates/drafts', {
    from: 'blank',
    language: 'en_US',
  })
  const [first] = blank.versions
  return shop.browser.read(
    shop.browser.patch(`/api/v1/templates/drafts/${blank.id}`, {
      version: blank.version,
      name: 'order_left',
      versions: [
        {
          ...first,
          body: 'Hi {{first_name}}, your order left our warehouse today.',
          samples: { first_name: 'Maya' },
          ...version,
        },
      ],
      ...content,
    }),
  )
}

export const submit = (shop: Shop, { id, version }: TemplateDraftView): Promise<SubmissionView> =>
  shop.post(`/templates/drafts/${id}/submit`, { version })

/** What the API said instead of doing it. */
export const errorOf = async (answer: Promise<Response>) => {
  const { error } = (await (await answer).json()) as { error: { code: string; details?: unknown } }
  return error
}
