import { useState } from "preact/hooks";
import { useSelf } from "../../../lib/member.ts";
import { useResource } from "../../../lib/resource.ts";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";
import { BrandPreview } from "./BrandPreview.tsx";
import { PlanCard } from "./PlanCard.tsx";
import { ProfileForm, type ProfileText, textOf } from "./ProfileForm.tsx";

/** Who the tenant is and how its clients see it. What is typed shows in the preview before it is saved. */
export function Profile() {
  const profile = useResource("/api/tenant/profile");
  const self = useSelf();
  const [typed, setTyped] = useState<ProfileText | undefined>();
  if (profile.error && !profile.data)
    return <Failed error={profile.error} what="The profile" onRetry={profile.refresh} />;
  if (!profile.data) return <BlockSkeleton what="the profile" lines={8} tall />;
  const value = typed ?? textOf(profile.data);
  return (
    <div class="columns">
      <ProfileForm
        value={value}
        isChanged={typed !== undefined}
        mayEdit={self.mayOwn}
        isKnown={self.isKnown}
        onChange={(part) => setTyped({ ...value, ...part })}
        onReset={() => setTyped(undefined)}
        onSaved={(next) => {
          profile.put(next);
          setTyped(undefined);
        }}
      />
      <aside class="stack" aria-label="Preview and plan">
        <BrandPreview brand={value} />
        <PlanCard profile={profile.data} />
      </aside>
    </div>
  );
}
