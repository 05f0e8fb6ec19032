import { gathered } from "./words";

export default gathered(import.meta.glob("../i18n/*.en.json", { eager: true, import: "default" }));
