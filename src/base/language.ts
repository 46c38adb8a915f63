export type Language = 'en' | 'zh-Hans';

/** A catalogue in another language: the same texts, none missing and none too many. */
export type Translated<Catalogue> = Catalogue extends string
  ? string
  : Catalogue extends (...parts: infer Parts) => infer Told
    ? (...parts: Parts) => Translated<Told>
    : { readonly [Name in keyof Catalogue]: Translated<Catalogue[Name]> };
