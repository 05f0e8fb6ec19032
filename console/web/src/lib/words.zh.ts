import { gathered } from "./words";

export default gathered(import.meta.glob("../i18n/*.zh.json", { eager: true, import: "default" }));
