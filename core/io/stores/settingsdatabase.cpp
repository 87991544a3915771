#include "core/io/stores/settingsdatabase.h"

#include <utility>

namespace wick::io {

using core::Failure;

namespace {

constexpr std::uint32_t kApplicationId = 0x57434b53; // "WCKS"

/// A screen waits for a save: a stranger who holds the file is reported rather than waited for.
constexpr int kBusyMs = 250;

[[nodiscard]] StoreSpec settingsSpec()
{
    return {QStringLiteral("settings"), QStringLiteral(":/sql/settings"), kApplicationId,
            Durability::Full, kBusyMs};
}

[[nodiscard]] StoreError unusable(const QString& file, const QString& key, const QString& value)
{
    const QString sentence =
        QStringLiteral("%1: the stored limit %2 = %3 cannot be used").arg(file, key, value);
    return {StoreFault::Corrupt, file, sentence};
}

} // namespace

SettingsDatabase::SettingsDatabase(std::unique_ptr<SqliteStore> store) noexcept
    : m_store(std::move(store))
{}

StoreResult<SettingsDatabase> SettingsDatabase::open(const QString& path)
{
    auto store = SqliteStore::open(path, settingsSpec());
    if (!store) {
        return Failure{std::move(store).error()};
    }
    return SettingsDatabase{std::move(*store)};
}

StoreResult<std::vector<LimitsVersion>> SettingsDatabase::limitsVersions(int most)
{
    auto rows = m_store->run(
        QStringLiteral("SELECT number, saved_ms, who, why, key, before, value "
                       "FROM (SELECT * FROM limits_version ORDER BY number DESC LIMIT ?) "
                       "LEFT JOIN limits_value ON version = number AND before IS NOT NULL "
                       "ORDER BY number DESC, key"),
        most);
    if (!rows) {
        return Failure{std::move(rows).error()};
    }
    std::vector<LimitsVersion> versions;
    while (rows->next()) {
        if (versions.empty() || versions.back().number != rows->integer(0)) {
            versions.push_back(
                {rows->integer(0), rows->integer(1), rows->text(2), rows->text(3), {}});
        }
        if (!rows->isNull(4)) {
            versions.back().changes.push_back({rows->text(4), rows->text(5), rows->text(6)});
        }
    }
    return versions;
}

StoreResult<std::optional<SettingsDatabase::Stored>> SettingsDatabase::newestLimits()
{
    auto versions = limitsVersions(1);
    if (!versions) {
        return Failure{std::move(versions).error()};
    }
    if (versions->empty()) {
        return std::optional<Stored>{};
    }
    Stored stored;
    stored.version = versions->front();
    auto rows = m_store->run(
        QStringLiteral("SELECT key, value FROM limits_value WHERE version = ? ORDER BY key"),
        stored.version.number);
    if (!rows) {
        return Failure{std::move(rows).error()};
    }
    while (rows->next()) {
        const QString key = rows->text(0);
        const QString value = rows->text(1);
        if (!core::setLimit(stored.limits, key.toStdString(), value.toStdString())) {
            return Failure{unusable(m_store->path(), key, value)};
        }
    }
    return std::optional{std::move(stored)};
}

StoreResult<std::int64_t> SettingsDatabase::nextNumber(const QString& table)
{
    auto row =
        m_store->run(QStringLiteral("SELECT coalesce(max(number), 0) + 1 FROM %1").arg(table));
    if (!row) {
        return Failure{std::move(row).error()};
    }
    static_cast<void>(row->next()); // an aggregate always has its row
    return row->integer(0);
}

StoreResult<void> SettingsDatabase::addValues(LimitsVersion& version,
                                              const core::RiskLimits& limits,
                                              const core::RiskLimits& before)
{
    auto insert = m_store->prepare(QStringLiteral(
        "INSERT INTO limits_value (version, key, value, before) VALUES (?, ?, ?, ?)"));
    if (!insert) {
        return Failure{std::move(insert).error()};
    }
    for (const std::string& key : core::storedKeys(limits)) {
        const std::string value = core::limitText(limits, key);
        const std::string old = core::limitText(before, key);
        const bool changed = old != value;
        const auto replaced = changed ? QVariant{QString::fromStdString(old)} : QVariant{};
        if (auto added = insert->run(version.number, key, value, replaced); !added) {
            return added;
        }
        if (changed) {
            version.changes.push_back({QString::fromStdString(key), QString::fromStdString(old),
                                       QString::fromStdString(value)});
        }
    }
    return {};
}

StoreResult<LimitsVersion> SettingsDatabase::saveLimits(const core::RiskLimits& limits,
                                                        const core::RiskLimits& before,
                                                        std::int64_t savedMs,
                                                        const QString& who,
                                                        const QString& why)
{
    return m_store->inTransaction([&]() -> StoreResult<LimitsVersion> {
        auto number = nextNumber(QStringLiteral("limits_version"));
        if (!number) {
            return Failure{std::move(number).error()};
        }
        LimitsVersion version{*number, savedMs, who, why, {}};
        auto added = m_store->run(
            QStringLiteral(
                "INSERT INTO limits_version (number, saved_ms, who, why) VALUES (?, ?, ?, ?)"),
            version.number, savedMs, who, why);
        if (!added) {
            return Failure{std::move(added).error()};
        }
        if (auto values = addValues(version, limits, before); !values) {
            return Failure{std::move(values).error()};
        }
        return version;
    });
}

StoreResult<std::optional<Parameters>> SettingsDatabase::newestParameters(const ParametersOf& of)
{
    auto rows =
        m_store->run(QStringLiteral("SELECT name, value FROM (SELECT max(number) AS newest "
                                    "FROM parameters_version WHERE strategy = ? AND market = ?) "
                                    "LEFT JOIN parameters_value ON version = newest "
                                    "WHERE newest IS NOT NULL ORDER BY name"),
                     of.strategy, of.market);
    if (!rows) {
        return Failure{std::move(rows).error()};
    }
    std::optional<Parameters> parameters;
    while (rows->next()) {
        parameters = parameters.value_or(Parameters{});
        if (!rows->isNull(0)) {
            parameters->emplace_back(rows->text(0).toStdString(), rows->text(1).toStdString());
        }
    }
    return parameters;
}

StoreResult<std::int64_t> SettingsDatabase::saveParameters(const ParametersOf& of,
                                                           const Parameters& parameters,
                                                           std::int64_t savedMs,
                                                           const QString& who,
                                                           const QString& why)
{
    return m_store->inTransaction([&]() -> StoreResult<std::int64_t> {
        auto number = nextNumber(QStringLiteral("parameters_version"));
        if (!number) {
            return number;
        }
        auto added = m_store->run(QStringLiteral("INSERT INTO parameters_version (number, "
                                                 "saved_ms, who, why, strategy, market) "
                                                 "VALUES (?, ?, ?, ?, ?, ?)"),
                                  *number, savedMs, who, why, of.strategy, of.market);
        if (!added) {
            return Failure{std::move(added).error()};
        }
        auto insert = m_store->prepare(
            QStringLiteral("INSERT INTO parameters_value (version, name, value) VALUES (?, ?, ?)"));
        if (!insert) {
            return Failure{std::move(insert).error()};
        }
        for (const auto& [name, value] : parameters) {
            if (auto row = insert->run(*number, name, value); !row) {
                return Failure{std::move(row).error()};
            }
        }
        return *number;
    });
}

StoreResult<std::vector<std::pair<std::int64_t, TradeNote>>>
SettingsDatabase::tradeNotes(const QString& run)
{
    auto rows = m_store->run(
        QStringLiteral("SELECT trade, tags, note FROM trade_note WHERE run = ? ORDER BY trade"),
        run);
    if (!rows) {
        return Failure{std::move(rows).error()};
    }
    std::vector<std::pair<std::int64_t, TradeNote>> notes;
    while (rows->next()) {
        notes.emplace_back(rows->integer(0), TradeNote{rows->text(1), rows->text(2)});
    }
    return notes;
}

StoreResult<void> SettingsDatabase::saveTradeNote(const QString& run,
                                                  std::int64_t trade,
                                                  const TradeNote& note,
                                                  std::int64_t savedMs)
{
    auto done =
        note == TradeNote{}
            ? m_store->run(QStringLiteral("DELETE FROM trade_note WHERE run = ? AND trade = ?"),
                           run, trade)
            : m_store->run(QStringLiteral("INSERT INTO trade_note (run, trade, tags, note, "
                                          "saved_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
                                          "SET tags = excluded.tags, note = excluded.note, "
                                          "saved_ms = excluded.saved_ms"),
                           run, trade, note.tags, note.note, savedMs);
    if (!done) {
        return Failure{std::move(done).error()};
    }
    return {};
}

} // namespace wick::io
