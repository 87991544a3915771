#pragma once

#include <QString>
#include <QtGlobal>

#include <optional>

namespace wick::desktop {

/// A decimal number as the core holds it: `scaled` divided by 10 to the power of `decimals`.
struct Fixed
{
    qint64 scaled = 0;
    int decimals = 0; ///< 0 to 18

    [[nodiscard]] double toDouble() const noexcept;
    friend bool operator==(const Fixed&, const Fixed&) noexcept = default;
};

/// A number that may be missing; it is shown as a dash with the reason as tooltip, never as 0.
using MaybeFixed = std::optional<Fixed>;

/// Wholes between the decimals of a market and fewer: half goes away from zero. For views only.
[[nodiscard]] Fixed roundedTo(Fixed value, int decimals) noexcept;

/// The text for a missing value.
[[nodiscard]] QString missingText();

/// "4,705.44", "−22.64": thousands separators, true minus (U+2212), all decimals of the value.
[[nodiscard]] QString number(Fixed value);
[[nodiscard]] QString number(double value, int decimals);
[[nodiscard]] QString number(const MaybeFixed& value);

/// "+17.09", "−22.79", and "0.00" without a sign.
[[nodiscard]] QString signedNumber(Fixed value);
[[nodiscard]] QString signedNumber(double value, int decimals);

/// Money in USDC with two decimals: of micro-USDC, rounded for the eye.
[[nodiscard]] QString money(Fixed value);
[[nodiscard]] QString signedMoney(Fixed value);

/// "+0.75 R".
[[nodiscard]] QString rMultiple(double value);

/// "0.45 %" and "+0.23 %".
[[nodiscard]] QString percent(double value, int decimals);
[[nodiscard]] QString signedPercent(double value, int decimals);

/// Plain text for files and the clipboard: dot, minus as in ASCII, no separators.
[[nodiscard]] QString rawNumber(Fixed value);
[[nodiscard]] QString rawNumber(double value, int decimals);

/// A number as a person may have typed it, with the separators of number() at their places, as plain
/// text: "1,500.5" reads "1500.5". Whatever else it is stays as typed: "1,5" is no number here, and
/// least of all 15.
[[nodiscard]] QString withoutSeparators(const QString& typed);
/// The other way round: "1500.5" reads "1,500.5"; what is no plain number stays.
[[nodiscard]] QString withSeparators(const QString& plain);

/// "4 s", "12 min", "3 h": how long ago, in its largest unit. `milliseconds` may be negative (then
/// 0 s).
[[nodiscard]] QString ageText(qint64 milliseconds);
/// "11 h 42 min", "8 min 5 s", "2.8 s".
[[nodiscard]] QString durationText(qint64 milliseconds);

/// Times are UTC. "11:45", "11:45:08", "24 Apr 11:45", "Fri 24 Apr 2026  12:02:41 UTC".
[[nodiscard]] QString clockText(qint64 msSinceEpoch);
[[nodiscard]] QString clockSecondsText(qint64 msSinceEpoch);
[[nodiscard]] QString dayAndClockText(qint64 msSinceEpoch);
[[nodiscard]] QString fullTimeText(qint64 msSinceEpoch);
/// "2026-04-24T11:45:08.000Z", for files.
[[nodiscard]] QString isoTimeText(qint64 msSinceEpoch);

} // namespace wick::desktop
