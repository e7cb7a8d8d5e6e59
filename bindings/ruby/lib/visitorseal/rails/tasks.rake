# frozen_string_literal: true

namespace :visitorseal do
  desc "Checks config.visitorseal, prints errors and warnings, and exits with 1 if there is an error"
  task check: :environment do
    exit 1 unless Visitorseal::Rails::Check.new.report
  end
end
