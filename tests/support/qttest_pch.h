#pragma once
// What every test includes; compiled once a target.
#include <QObject>
#include <QString>
#include <QTest>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
