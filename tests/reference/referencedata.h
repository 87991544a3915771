#pragma once

#include "app/cli/candletables.h"
#include "core/io/history/candlefile.h"

#include <QFile>
#include <QTest>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wick::test {

constexpr std::size_t kReferenceRows = 1'000;

inline QString sharedData(const QString& name)
{
    return QStringLiteral(WICK_SOURCE_DIR "/../shared/data/") + name;
}

/// A comma-separated table: each row by the names of the header.
class Table
{
public:
    explicit Table(const QByteArray& text)
    {
        const QList<QByteArray> lines = text.split('\n');
        const QList<QByteArray> names = lines.value(0).trimmed().split(',');
        for (qsizetype i = 1; i < lines.size(); ++i) {
            if (lines[i].isEmpty()) {
                continue;
            }
            const QList<QByteArray> cells = lines[i].trimmed().split(',');
            std::map<QByteArray, QByteArray> row;
            for (qsizetype column = 0; column < names.size(); ++column) {
                row[names[column]] = cells.value(column);
            }
            m_rows.push_back(std::move(row));
        }
    }
    static std::optional<Table> read(const QString& path)
    {
        QFile file{path};
        if (!file.open(QIODevice::ReadOnly)) {
            return std::nullopt;
        }
        return Table{file.readAll()};
    }

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    [[nodiscard]] QByteArray cell(std::size_t row, const char* column) const
    {
        return m_rows.at(row).at(QByteArray{column});
    }

private:
    std::vector<std::map<QByteArray, QByteArray>> m_rows;
};

/// Both empty, or apart by at most 1e-9 x max(1, |expected|).
inline bool agrees(const QByteArray& actual, const QByteArray& expected)
{
    if (actual.isEmpty() || expected.isEmpty()) {
        return actual.isEmpty() && expected.isEmpty();
    }
    bool isNumber = false;
    bool wasNumber = false;
    const double a = actual.toDouble(&isNumber);
    const double b = expected.toDouble(&wasNumber);
    return isNumber && wasNumber && std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

/// The four series of the reference and the candle files they are made of.
inline void referenceSeries()
{
    QTest::addColumn<QString>("series");
    QTest::addColumn<QString>("file");
    for (const char* name : {"btc", "eth", "xau"}) {
        QTest::addRow("%s_5m", name) << QStringLiteral("%1_5m").arg(QLatin1String(name))
                                     << QStringLiteral("%1_1m.csv.gz").arg(QLatin1String(name));
    }
    QTest::addRow("xau_5m_perp") << QStringLiteral("xau_5m_perp")
                                 << QStringLiteral("xau_5m_perp.csv.gz");
}

/// The five-minute bars of a shared candle file, or nothing when it cannot be read.
inline std::optional<cli::TimeframeBars> fiveMinuteBars(const QString& file)
{
    const auto reading = io::readCandles(sharedData(file));
    if (!reading) {
        return std::nullopt;
    }
    return cli::barsOf(reading->series.columns(), core::minutes(5));
}

} // namespace wick::test
