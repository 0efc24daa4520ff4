const PLAIN_MARKS = /\p{M}/gu
const bare = (text: string) => text.normalize('NFD').replace(PLAIN_MARKS, '').toLowerCase()

/** The words of a search are marked where they stand, also behind letters that Hebrew puts before them. */
export function Highlighted({ text, sought }: { text: string; sought: string }) {
  const words = bare(sought)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
  if (words.length === 0) return <>{text}</>
  const pieces = text.split(/(?<=[^\p{L}\p{N}])|(?=[^\p{L}\p{N}])/u)
  return (
    <>
      {pieces.map((piece, index) =>
        words.some((word) => bare(piece).includes(word)) ? (
          // The text is cut anew each time it changes.
          <mark key={index}>{piece}</mark>
        ) : (
          piece
        ),
      )}
    </>
  )
}
