#pragma once
// What nearly every file of the chart widgets includes; compiled once a target.
#include <QPainter>
#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>
