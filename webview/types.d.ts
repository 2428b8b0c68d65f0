/** Style sheets that the bundler inlines as text, for use inside a shadow root. */
declare module '*.css' {
  const text: string;
  export default text;
}
