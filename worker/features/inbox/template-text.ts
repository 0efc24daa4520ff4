import type { TemplateComponent } from '../../contract/templates'

/** What a person reads of a filled template: its header and body as text. */
export function templateText(
  components: TemplateComponent[],
  values: Record<string, string>,
): string {
  const part = (type: 'HEADER' | 'BODY') => {
    const component = components.find((one) => one.type === type)
    const prefix = type.toLowerCase()
    return (component?.text ?? '').replace(
      /\{\{\s*(\w+)\s*\}\}/g,
      (_, name: string) => values[`${prefix}.${name}`] ?? '',
    )
  }
  return [part('HEADER'), part('BODY')].filter(Boolean).join('\n')
}
