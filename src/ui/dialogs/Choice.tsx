import controls from '../styles/controls.module.css';

interface SelectProps<Option extends string> {
  id?: string;
  /** Each option and what it is called, in their order. */
  options: Readonly<Record<Option, string>>;
  value: Option;
  disabled?: boolean;
  choose(option: Option): void;
}

/** One of a few options. */
export function Select<Option extends string>({ id, options, value, disabled, choose }: SelectProps<Option>) {
  return (
    <select id={id} className={controls.select} value={value} disabled={disabled} onChange={(event) => choose(event.target.value as Option)}>
      {(Object.keys(options) as Option[]).map((option) => (
        <option key={option} value={option}>
          {options[option]}
        </option>
      ))}
    </select>
  );
}

/** One of a few options, behind what it is about. */
export function Choice<Option extends string>({ label, ...select }: SelectProps<Option> & { label: string }) {
  return (
    <label>
      {label} <Select {...select} />
    </label>
  );
}
