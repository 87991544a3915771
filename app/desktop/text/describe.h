#pragma once

#include "app/desktop/models/rows.h"

#include <QString>

namespace wick::desktop {

/// An enum as people read it. Sentences made from values stand beside the widgets that show them.
[[nodiscard]] QString describe(ModeBadge badge);
[[nodiscard]] QString describe(EngineState state);
[[nodiscard]] QString describe(OrderState state);
[[nodiscard]] QString describe(LogLevel level);
/// "▲ Long", "▼ Short"; a dash for none.
[[nodiscard]] QString describe(RowSide side);
/// "△ Long", "▽ Short": the side of a signal that was refused.
[[nodiscard]] QString describeRefused(RowSide side);

/// The picture and the colour that stand beside the word of a state.
[[nodiscard]] QString iconOf(EngineState state);
[[nodiscard]] Tone toneOf(EngineState state);
[[nodiscard]] Tone toneOf(OrderState state);
[[nodiscard]] Tone toneOf(RowSide side);
/// Up for more than zero, down for less; zero as shown has no colour.
[[nodiscard]] Tone toneOfMoney(Fixed value);
[[nodiscard]] Tone toneOfNumber(double value);

/// "XAU" of "XAU-PERP".
[[nodiscard]] QString shortMarket(const QString& market);

} // namespace wick::desktop
