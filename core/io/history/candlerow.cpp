#include "core/io/history/candlerow.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace wick::io {

using core::Decimal;
using core::DecimalError;
using core::Failure;
using core::Result;

namespace {

constexpr std::int64_t kFirstTime = 100'000'000'000; // 1973-03-03; smaller ones are other units
constexpr std::int64_t kEndTime = 4'102'444'800'000; // 2100-01-01
constexpr std::int64_t kMsPerSecond = 1'000;
constexpr std::int64_t kUsPerMs = 1'000;
constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::ptrdiff_t kMostPlainDigits = 18; // what fits 64 bits whatever they are

constexpr std::array<std::uint64_t, 10> kPowers{
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

constexpr std::array<CandleField, 5> kNumberFields{CandleField::Open, CandleField::High,
                                                   CandleField::Low, CandleField::Close,
                                                   CandleField::Volume};

[[nodiscard]] unsigned digitAt(const char* at) noexcept
{
    return static_cast<unsigned>(*at) - static_cast<unsigned>('0');
}

[[nodiscard]] bool readPlainTime(const char*& at, TimeForm form, std::int64_t& ms) noexcept
{
    const char* const start = at;
    std::uint64_t value = 0;
    for (unsigned digit = digitAt(at); digit < 10; digit = digitAt(++at)) {
        value = value * 10 + digit;
    }
    const std::ptrdiff_t digits = at - start;
    if (digits == 10 && form == TimeForm::EpochSOrMs) {
        value *= kMsPerSecond;
    } else if (digits == 16 && form == TimeForm::EpochMsOrUs && value % kUsPerMs == 0) {
        value /= kUsPerMs;
    } else if (digits != 13) {
        return false;
    }
    ms = static_cast<std::int64_t>(value);
    return true;
}

/// Digits with at most one dot; further decimals than `decimals` may only be zeros.
[[nodiscard]] bool readPlainNumber(const char*& at, int decimals, std::int64_t& scaled) noexcept
{
    const char* start = at;
    std::uint64_t value = 0;
    for (unsigned digit = digitAt(at); digit < 10; digit = digitAt(++at)) {
        value = value * 10 + digit;
    }
    std::ptrdiff_t digits = at - start;
    int missing = decimals;
    if (*at == '.') {
        start = ++at;
        for (unsigned digit = digitAt(at); digit < 10 && missing > 0; digit = digitAt(++at)) {
            value = value * 10 + digit;
            --missing;
        }
        digits += at - start;
        while (*at == '0') {
            ++at;
        }
    }
    if (digits == 0 || digits + missing > kMostPlainDigits) {
        return false;
    }
    scaled = static_cast<std::int64_t>(value * kPowers[static_cast<std::size_t>(missing)]);
    return scaled <= kLargestCandleNumber;
}

[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

[[nodiscard]] RowFault faultOf(DecimalError error) noexcept
{
    switch (error) {
    case DecimalError::Empty:
        return RowFault::Missing;
    case DecimalError::NotANumber:
        return RowFault::NotANumber;
    case DecimalError::TooPrecise:
        return RowFault::TooPrecise;
    case DecimalError::OutOfRange:
        return RowFault::TooLarge;
    }
    core::unreachable();
}

/// mantissa × 10^exponent / 10^decimals, with as few decimals as it needs.
[[nodiscard]] Result<Decimal, RowFault> shifted(Decimal number, int exponent)
{
    int decimals = number.decimals - exponent;
    while (decimals < 0 && number.mantissa != 0) {
        const auto larger = core::narrow(static_cast<core::Int128>(number.mantissa) * 10);
        if (!larger) {
            return Failure{RowFault::TooLarge};
        }
        number.mantissa = *larger;
        ++decimals;
    }
    while (decimals > 0 && number.mantissa % 10 == 0 && number.mantissa != 0) {
        number.mantissa /= 10;
        --decimals;
    }
    return Decimal{number.mantissa, number.mantissa == 0 ? 0 : decimals};
}

/// A number as programs write it: "1e-05" is exact too.
[[nodiscard]] Result<Decimal, RowFault> readNumber(std::string_view text)
{
    const std::size_t mark = text.find_first_of("eE");
    const auto mantissa = core::parseDecimal(text.substr(0, mark));
    if (!mantissa) {
        return Failure{faultOf(mantissa.error())};
    }
    Decimal number = *mantissa;
    if (mark != std::string_view::npos) {
        std::string_view power = text.substr(mark + 1);
        power.remove_prefix(power.starts_with('+') ? 1 : 0);
        int exponent = 0;
        const char* const end = power.data() + power.size();
        const auto [stop, error] = std::from_chars(power.data(), end, exponent);
        if (error == std::errc::result_out_of_range || std::abs(exponent) > 99) {
            return Failure{RowFault::TooLarge};
        }
        if (error != std::errc{} || stop != end) {
            return Failure{RowFault::NotANumber};
        }
        const auto moved = shifted(number, exponent);
        if (!moved) {
            return Failure{moved.error()};
        }
        number = *moved;
    }
    if (number.decimals > kMostCandleDecimals) {
        return Failure{RowFault::TooPrecise};
    }
    return number;
}

/// Exactly `count` digits at the front of `text`, which is shortened by them.
[[nodiscard]] std::optional<int> takeDigits(std::string_view& text, std::size_t count) noexcept
{
    if (text.size() < count) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

[[nodiscard]] bool takeCharacter(std::string_view& text, char c) noexcept
{
    if (!text.starts_with(c)) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

/// Milliseconds to midnight UTC of a date whose parts are apart by `separator` (0: by nothing).
[[nodiscard]] std::optional<std::int64_t> takeDate(std::string_view& text, char separator)
{
    const auto year = takeDigits(text, 4);
    const bool first = separator == 0 || takeCharacter(text, separator);
    const auto month = takeDigits(text, 2);
    const bool second = separator == 0 || takeCharacter(text, separator);
    const auto day = takeDigits(text, 2);
    if (!year || !month || !day || !first || !second) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days{date}.time_since_epoch().count() * kMsPerDay;
}

/// HH:MM, HH:MM:SS or HHMMSS, with up to three decimals of a second, as milliseconds of the day.
[[nodiscard]] std::optional<std::int64_t> takeClock(std::string_view& text)
{
    const auto hour = takeDigits(text, 2);
    const bool colons = takeCharacter(text, ':');
    const auto minute = takeDigits(text, 2);
    std::optional<int> second = 0;
    int thousandths = 0;
    if (colons ? takeCharacter(text, ':') : minute.has_value()) {
        second = takeDigits(text, 2);
        if (second && takeCharacter(text, '.')) {
            const auto decimals = takeDigits(text, 3);
            second = decimals ? second : std::nullopt;
            thousandths = decimals.value_or(0);
        }
    }
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    return ((*hour * 60 + *minute) * 60 + *second) * kMsPerSecond + thousandths;
}

/// Z, +01:00, +0100 or +01 as milliseconds; the text must end with it.
[[nodiscard]] std::optional<std::int64_t> readZone(std::string_view text)
{
    if (text == "Z" || text == "z") {
        return 0;
    }
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto hour = takeDigits(text, 2);
    std::optional<int> minute = 0;
    if (!text.empty()) {
        text.remove_prefix(text.starts_with(':') ? 1 : 0);
        minute = takeDigits(text, 2);
    }
    if (!hour || !minute || *hour > 14 || *minute > 59 || !text.empty()) {
        return std::nullopt;
    }
    const std::int64_t minutes = std::int64_t{*hour} * 60 + *minute;
    const std::int64_t offset = minutes * 60 * kMsPerSecond;
    return west ? -offset : offset;
}

[[nodiscard]] Result<std::int64_t, RowFault> readIso(std::string_view text,
                                                     std::optional<std::int64_t> offset)
{
    const auto date = takeDate(text, '-');
    if (!date) {
        return Failure{RowFault::NotATime};
    }
    if (text.empty() && offset) {
        return *date - *offset;
    }
    if (!takeCharacter(text, 'T') && !takeCharacter(text, ' ')) {
        return Failure{text.empty() ? RowFault::NoZone : RowFault::NotATime};
    }
    const auto clock = takeClock(text);
    const auto zone = text.empty() ? offset : readZone(text);
    if (!clock || !zone) {
        return Failure{clock && text.empty() ? RowFault::NoZone : RowFault::NotATime};
    }
    return *date + *clock - *zone;
}

[[nodiscard]] Result<std::int64_t, RowFault> readEpoch(std::string_view text, TimeForm form)
{
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc::result_out_of_range) {
        return Failure{RowFault::TimeRange};
    }
    if (error != std::errc{} || stop != end) {
        return Failure{RowFault::NotATime};
    }
    if (form == TimeForm::EpochSOrMs && value < kFirstTime && value > kFirstTime / kMsPerSecond) {
        return value * kMsPerSecond;
    }
    if (form == TimeForm::EpochMsOrUs && value >= kFirstTime * kUsPerMs) {
        if (value % kUsPerMs != 0) {
            return Failure{RowFault::NotWholeMs};
        }
        return value / kUsPerMs;
    }
    return value;
}

[[nodiscard]] Result<std::int64_t, RowFault>
readDated(std::string_view date, std::string_view clock, char separator, std::int64_t offset)
{
    const auto day = takeDate(date, separator);
    std::optional<std::int64_t> time = 0;
    if (clock.empty() && separator == 0 && takeCharacter(date, ' ')) {
        clock = date;
        date = {};
        time = takeClock(clock);
    } else if (!clock.empty()) {
        time = takeClock(clock);
    }
    if (!day || !time || !date.empty() || !clock.empty()) {
        return Failure{RowFault::NotATime};
    }
    return *day + *time - offset;
}

[[nodiscard]] Result<std::int64_t, RowFault>
readTime(std::string_view text, std::string_view clock, const CandleLayout& layout)
{
    if (text.empty()) {
        return Failure{RowFault::Missing};
    }
    switch (layout.timeForm) {
    case TimeForm::EpochMs:
    case TimeForm::EpochMsOrUs:
    case TimeForm::EpochSOrMs:
        return readEpoch(text, layout.timeForm);
    case TimeForm::Iso:
        return readIso(text, layout.offsetMs);
    case TimeForm::DottedDate:
        return readDated(text, clock, '.', layout.offsetMs.value_or(0));
    case TimeForm::CompactDate:
        return readDated(text, clock, 0, layout.offsetMs.value_or(0));
    }
    core::unreachable();
}

/// The fields of a line, one for each role: those that the line does not have are empty.
struct NamedFields
{
    std::string_view time;
    std::string_view clock;
    std::array<std::string_view, 5> numbers; ///< open, high, low, close, volume
};

[[nodiscard]] NamedFields nameFields(const std::vector<std::string_view>& fields,
                                     const CandleLayout& layout)
{
    NamedFields named;
    named.numbers[4] = "0"; // a file without the column has no volume
    for (std::size_t i = 0; i < layout.roles.size(); ++i) {
        const std::string_view field = i < fields.size() ? trimmed(fields[i]) : std::string_view{};
        switch (layout.roles[i]) {
        case ColumnRole::Ignored:
            break;
        case ColumnRole::Time:
            named.time = field;
            break;
        case ColumnRole::Clock:
            named.clock = field;
            break;
        case ColumnRole::Open:
        case ColumnRole::High:
        case ColumnRole::Low:
        case ColumnRole::Close:
        case ColumnRole::Volume:
            named.numbers[static_cast<std::size_t>(layout.roles[i])
                          - static_cast<std::size_t>(ColumnRole::Open)] = field;
            break;
        }
    }
    return named;
}

void splitInto(std::string_view line, char delimiter, std::vector<std::string_view>& fields)
{
    fields.clear();
    while (true) {
        const std::size_t end = line.find(delimiter);
        fields.push_back(line.substr(0, end));
        if (end == std::string_view::npos) {
            return;
        }
        line.remove_prefix(end + 1);
    }
}

} // namespace

CandleScale ExactRow::scale() const noexcept
{
    CandleScale scale;
    for (std::size_t i = 0; i < 4; ++i) {
        scale.price = std::max(scale.price, numbers[i].decimals);
    }
    scale.volume = numbers[4].decimals;
    return scale;
}

bool readPlainRow(std::string_view line,
                  const CandleLayout& layout,
                  CandleScale scale,
                  CandleRow& row) noexcept
{
    const char* at = line.data();
    const char* const end = at + line.size();
    const char delimiter = layout.delimiter;
    if (!readPlainTime(at, layout.timeForm, row.time)) {
        return false;
    }
    for (std::int64_t* const price : {&row.open, &row.high, &row.low, &row.close}) {
        if (*at != delimiter || !readPlainNumber(++at, scale.price, *price)) {
            return false;
        }
    }
    if (*at != delimiter || !readPlainNumber(++at, scale.volume, row.volume)) {
        return false;
    }
    const auto further = static_cast<std::size_t>(std::count(at, std::max(at, end), delimiter));
    return at == end ? layout.roles.size() == 6
                     : at < end && *at == delimiter && further + 6 == layout.roles.size();
}

RowCheck readExactRow(std::string_view line,
                      const CandleLayout& layout,
                      std::vector<std::string_view>& fields,
                      ExactRow& row)
{
    splitInto(line, layout.delimiter, fields);
    if (fields.size() > layout.roles.size()) {
        return {CandleField::Row, RowFault::FieldCount};
    }
    const NamedFields named = nameFields(fields, layout);
    const auto time = readTime(named.time, named.clock, layout);
    if (!time) {
        return {CandleField::Time, time.error()};
    }
    row.time = *time;
    for (std::size_t i = 0; i < kNumberFields.size(); ++i) {
        const auto number = readNumber(named.numbers[i]);
        if (!number) {
            return {kNumberFields[i], number.error()};
        }
        row.numbers[i] = *number;
    }
    if (fields.size() < layout.roles.size()) {
        return {CandleField::Row, RowFault::FieldCount};
    }
    return {};
}

RowCheck scaleRow(const ExactRow& exact, CandleScale scale, CandleRow& row)
{
    row.time = exact.time;
    const std::array<std::int64_t*, 5> targets{&row.open, &row.high, &row.low, &row.close,
                                               &row.volume};
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const Decimal number = exact.numbers[i];
        const int decimals = i < 4 ? scale.price : scale.volume;
        const auto scaled = core::rescale(number.mantissa, number.decimals, decimals);
        if (!scaled) {
            return {kNumberFields[i], faultOf(scaled.error())};
        }
        *targets[i] = *scaled;
    }
    return {};
}

RowCheck checkRow(const CandleRow& row) noexcept
{
    const std::array<std::int64_t, 5> numbers{row.open, row.high, row.low, row.close, row.volume};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] < 0) {
            return {kNumberFields[i], RowFault::Negative};
        }
        if (numbers[i] == 0 && i < 4) {
            return {kNumberFields[i], RowFault::Zero};
        }
        if (numbers[i] > kLargestCandleNumber) {
            return {kNumberFields[i], RowFault::TooLarge};
        }
    }
    if (row.time < kFirstTime || row.time >= kEndTime) {
        return {CandleField::Time, RowFault::TimeRange};
    }
    if (row.high < row.low) {
        return {CandleField::High, RowFault::HighBelowLow};
    }
    if (row.open < row.low || row.open > row.high) {
        return {CandleField::Open, RowFault::OutsideRange};
    }
    if (row.close < row.low || row.close > row.high) {
        return {CandleField::Close, RowFault::OutsideRange};
    }
    return {};
}

} // namespace wick::io
