/** Vite gives a file's text for this suffix. */
declare module '*?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: this is how Vite exports it
  export default text
}

interface ImportMeta {
  /** Vite reads all files of a pattern; here always their text, by path. */
  glob(
    pattern: string | string[],
    options: { query: '?raw'; import: 'default'; eager: true },
  ): Record<string, string>
}
