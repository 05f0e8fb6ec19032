export interface PromptSpoken { language: string; text: string; state: string; seconds: number; own: boolean }
export interface PromptView { id: string; spoken: PromptSpoken[]; missing: string[]; used_by: string[] }
export interface PromptsView { languages: string[]; prompts: PromptView[]; folder: string }
