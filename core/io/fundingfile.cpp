#include "core/io/fundingfile.h"

#include "core/base/nearestname.h"
#include "core/domain/instrument.h"

#include <QFile>
#include <QList>

#include <algorithm>
#include <cmath>
#include <map>

namespace wick::io {

using core::Failure;
using core::Result;
using core::Timestamp;

namespace {

constexpr qint64 kLargestFile = 64'000'000;
constexpr qint64 kEarliest = 1'000'000'000'000; // 2001 in ms: seconds would lie below
constexpr qint64 kLatest = 10'000'000'000'000;  // 2286 in ms: microseconds would lie above
constexpr double kMostAnHour = 0.05;
constexpr double kBillion = 1e9;
constexpr int kBareHours = 8; ///< between the settlements of a column without a unit

/// What a column of rates counts.
struct RateUnit
{
    const char* column;
    double perUnit; ///< fraction
    int hours;
    bool named; ///< its name says the unit
};

constexpr RateUnit kUnits[]{
    {"funding_rate_pct_1h", 0.01, 1, true},
    {"funding_rate_1h", 1.0, 1, true},
    {"funding_rate_8h", 1.0, 8, true},
    {"funding_rate", 1.0, kBareHours, false},
};

/// Collects the rates of one file by market and hour.
class FundingReader
{
public:
    explicit FundingReader(QString file)
        : m_file(std::move(file))
    {}

    FundingSeriesResult read(const QByteArray& csv)
    {
        QList<QByteArray> lines = csv.split('\n');
        if (auto outcome = readHeader(lines.takeFirst().trimmed()); !outcome) {
            return Failure{outcome.error()};
        }
        for (const QByteArray& line : lines) {
            ++m_line;
            if (line.trimmed().isEmpty()) {
                continue;
            }
            if (auto outcome = readRow(line.trimmed()); !outcome) {
                return Failure{outcome.error()};
            }
        }
        return finish();
    }

private:
    using Outcome = Result<void, FundingFileError>;
    struct Settlement
    {
        std::int64_t hour = 0; ///< since the epoch
        double hourly = 0.0;   ///< fraction an hour
        std::int64_t line = 0;
    };
    using Settlements = std::vector<Settlement>;
    using Hours = std::map<std::int64_t, double>; ///< hour since the epoch to fraction an hour

    [[nodiscard]] Failure<FundingFileError> refused(const QString& why) const
    {
        const QString place = m_line > 0 ? QStringLiteral(", line %1").arg(m_line) : QString{};
        return Failure{
            FundingFileError{m_file, m_line, m_file % place % QStringLiteral(": ") % why}};
    }

    Outcome readHeader(QByteArray header);
    Outcome readRow(const QByteArray& line);
    Outcome checkSpacing(const Settlements& settlements);
    Result<Hours, FundingFileError> hoursOf(const Settlements& settlements);
    FundingSeriesResult finish();
    [[nodiscard]] static FundingSeries seriesOf(const std::string& symbol, const Hours& hours);

    QString m_file;
    std::int64_t m_line = 1;
    qsizetype m_time = -1;
    qsizetype m_symbol = -1;
    qsizetype m_rate = -1;
    const RateUnit* m_unit = nullptr;
    std::map<std::string, Settlements> m_markets;
};

FundingReader::Outcome FundingReader::readHeader(QByteArray header)
{
    if (header.startsWith("\xef\xbb\xbf")) {
        header.remove(0, 3);
    }
    if (header.isEmpty()) {
        return refused(QStringLiteral("the file is empty"));
    }
    const QList<QByteArray> names = header.split(',');
    m_time = names.indexOf("time");
    m_symbol = names.indexOf("symbol");
    for (const RateUnit& unit : kUnits) {
        if (m_rate < 0) {
            m_rate = names.indexOf(unit.column);
            m_unit = &unit;
        }
    }
    if (m_time < 0 || m_rate < 0) {
        return refused(QStringLiteral(
            "a funding file needs a column \"time\" and one of \"funding_rate_pct_1h\", "
            "\"funding_rate_1h\", \"funding_rate_8h\", \"funding_rate\""));
    }
    return {};
}

FundingReader::Outcome FundingReader::readRow(const QByteArray& line)
{
    const QList<QByteArray> cells = line.split(',');
    if (cells.size() <= std::max({m_time, m_symbol, m_rate})) {
        return refused(QStringLiteral("has too few columns"));
    }
    bool ok = false;
    const qint64 time = cells[m_time].toLongLong(&ok);
    if (!ok || time < kEarliest || time > kLatest) {
        return refused(QStringLiteral("\"%1\" is no time in milliseconds since 1970")
                           .arg(QString::fromUtf8(cells[m_time])));
    }
    const double value = cells[m_rate].toDouble(&ok);
    if (!ok || !std::isfinite(value)) {
        return refused(QStringLiteral("\"%1\" is no number").arg(QString::fromUtf8(cells[m_rate])));
    }
    const double hourly = value * m_unit->perUnit / m_unit->hours;
    if (std::fabs(hourly) > kMostAnHour) {
        return refused(
            QStringLiteral("%1 as %2 is more than 5 % an hour; the unit must be another")
                .arg(QString::fromUtf8(cells[m_rate]), QString::fromLatin1(m_unit->column)));
    }
    constexpr qint64 kHour = 3'600'000;
    const std::int64_t settled = (time + kHour / 2) / kHour; // settlements are a few ms off
    const std::string symbol = m_symbol < 0 ? std::string{} : cells[m_symbol].toStdString();
    m_markets[symbol].push_back({settled, hourly, m_line});
    return {};
}

/// A column that does not say its unit is believed only where its spacing does.
[[nodiscard]] bool liesEightHoursApart(std::vector<std::int64_t> hours)
{
    std::sort(hours.begin(), hours.end());
    std::int64_t eight = 0;
    for (std::size_t i = 1; i < hours.size(); ++i) {
        eight += hours[i] - hours[i - 1] == kBareHours ? 1 : 0;
    }
    const auto steps = static_cast<std::int64_t>(hours.size()) - 1;
    return steps >= 1 && eight * 10 >= steps * 9;
}

FundingReader::Outcome FundingReader::checkSpacing(const Settlements& settlements)
{
    if (m_unit->named) {
        return {};
    }
    std::vector<std::int64_t> hours;
    hours.reserve(settlements.size());
    for (const Settlement& each : settlements) {
        hours.push_back(each.hour);
    }
    if (liesEightHoursApart(std::move(hours))) {
        return {};
    }
    m_line = 0;
    return refused(
        QStringLiteral("the column \"funding_rate\" does not say its unit, and its rows are not "
                       "eight hours apart; "
                       "name it funding_rate_8h, funding_rate_1h or funding_rate_pct_1h"));
}

/// The rate of every hour that the settlements cover.
Result<FundingReader::Hours, FundingFileError>
FundingReader::hoursOf(const Settlements& settlements)
{
    Hours hours;
    for (const Settlement& each : settlements) {
        const std::size_t before = hours.size();
        for (std::int64_t at = each.hour - m_unit->hours + 1; at <= each.hour; ++at) {
            hours.emplace(at, each.hourly);
        }
        if (hours.size() != before + static_cast<std::size_t>(m_unit->hours)) {
            m_line = each.line;
            return refused(QStringLiteral("gives a second rate for an hour that has one"));
        }
    }
    return hours;
}

FundingSeries FundingReader::seriesOf(const std::string& symbol, const Hours& hours)
{
    const auto timeOf = [](std::int64_t hour) {
        return Timestamp{} + core::hours(hour);
    };
    FundingSeries series;
    series.symbol = symbol;
    series.hours = static_cast<std::int64_t>(hours.size());
    series.first = timeOf(hours.begin()->first);
    series.last = timeOf(hours.rbegin()->first);
    std::int64_t expected = hours.begin()->first;
    for (const auto& [hour, fraction] : hours) {
        if (hour != expected) {
            series.rates.push_back({timeOf(expected), core::FundingTable::kStandardRate});
        }
        series.rates.push_back({timeOf(hour), std::llround(fraction * kBillion)});
        expected = hour + 1;
    }
    series.rates.push_back({timeOf(expected), core::FundingTable::kStandardRate});
    return series;
}

FundingSeriesResult FundingReader::finish()
{
    if (m_markets.empty()) {
        m_line = 0;
        return refused(QStringLiteral("there is no rate in it"));
    }
    std::vector<FundingSeries> all;
    for (const auto& [symbol, settlements] : m_markets) {
        if (auto outcome = checkSpacing(settlements); !outcome) {
            return Failure{outcome.error()};
        }
        const auto hours = hoursOf(settlements);
        if (!hours) {
            return Failure{hours.error()};
        }
        all.push_back(seriesOf(symbol, *hours));
    }
    return all;
}

} // namespace

FundingSeriesResult parseFunding(const QByteArray& csv, const QString& file)
{
    return FundingReader{file}.read(csv);
}

FundingSeriesResult readFundingFile(const QString& path)
{
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return Failure{FundingFileError{
            path, 0, path % QStringLiteral(": cannot be read: ") % file.errorString()}};
    }
    if (file.size() > kLargestFile) {
        return Failure{FundingFileError{
            path, 0, path % QStringLiteral(": is larger than 64 MB, so it is no funding file")}};
    }
    return parseFunding(file.readAll(), path);
}

const FundingSeries* findFunding(std::span<const FundingSeries> all, std::string_view market)
{
    if (all.size() == 1 && all.front().symbol.empty()) {
        return &all.front();
    }
    const auto found = std::find_if(all.begin(), all.end(), [market](const FundingSeries& series) {
        return core::sameName(core::baseOf(series.symbol), core::baseOf(market));
    });
    return found == all.end() ? nullptr : &*found;
}

} // namespace wick::io
