/** Vite gives a file's text for this suffix. */
declare module '*?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: this is how Vite exports it
  export default text
}
