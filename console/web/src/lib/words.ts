/** Puts the files of one language together: the key is `<subject>.<name>`. */
export function gathered(files: Record<string, Record<string, string>>): Record<string, string> {
  const words: Record<string, string> = {};
  for (const [path, texts] of Object.entries(files)) {
    const subject = path.replace(/^.*\//, "").replace(/\.\w+\.json$/, "");
    for (const [name, text] of Object.entries(texts)) words[`${subject}.${name}`] = text;
  }
  return words;
}
