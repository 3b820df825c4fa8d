// A file's text as a value: what the build makes of an import that ends in ?raw.
declare module '*?raw' {
  const text: string;
  export default text;
}
