# frozen_string_literal: true

require_relative "vector_case"
require "rails"
require "action_controller/railtie"
require "rails/generators"
require "rake"
require "visitorseal/rails"
require "visitorseal/rails/test_helper"
require "generators/visitorseal/install/install_generator"

# The names that the gem adds to Rails are those of the shared table.
class RailsApiTest < VectorCase
  Class.new(::Rails::Application) unless ::Rails.application
  SITE = Visitorseal::Rails

  def setup
    @table = read("api")
    @block = @table["languages"]["rails"]
  end

  def expected = @table["frameworks"].keys.to_h { |name| [name, @block["renamed"].dig(name, "name") || name] }.except(*@block["absent"].keys).values

  # What a module adds to a class of Rails, public or private: not what it overrides.
  def added(mod, type)
    methods = mod.instance_methods(false) + mod.private_instance_methods(false)
    others = type.ancestors.reject { |each| each.name.to_s.start_with?("Visitorseal") }
    methods.reject { |name| others.any? { |each| each.method_defined?(name, false) || each.private_method_defined?(name, false) } }
  end

  def helpers
    added(SITE::Helper, ActionView::Base) + added(SITE::Controller, ActionController::Base) + added(SITE::Verification, ActionController::Base) +
      SITE::Verification::ClassMethods.instance_methods(false) + SITE::TestHelper.instance_methods(false) + SITE.singleton_methods(false)
  end

  def types
    SITE.constants.flat_map do |name|
      type = SITE.const_get(name)
      next [name] unless type.is_a?(Class) && type.superclass == Object

      [name, *type.public_instance_methods(false).map { |method| "#{name}.#{method}" }]
    end
  end

  def configuration
    options = SITE::Brand.const_get(:DEFAULTS).keys.map { |option| "option #{option}" }
    ::Rails.application.config.visitorseal.keys.map { |key| "config.#{key}" } + options
  end

  def commands
    generator = Visitorseal::Generators::InstallGenerator
    ::Rails.application.load_tasks unless Rake::Task.task_defined?("visitorseal:check")
    arguments = generator.arguments.map { |argument| "#{generator.namespace}(#{argument.name})" }
    [generator.namespace, *arguments, *Rake::Task.tasks.map(&:name).grep(/visitorseal/)]
  end

  def keywords
    methods = [SITE::Helper, SITE::TestHelper, SITE::Verification::ClassMethods].flat_map do |mod|
      mod.instance_methods(false).map { |name| mod.instance_method(name) }
    end
    methods.flat_map { |method| method.parameters.filter_map { |kind, name| "#{name}:" if %i[key keyreq].include?(kind) } }
  end

  def exported = (helpers + types + configuration + commands + keywords).map(&:to_s).uniq

  def test_every_name_of_the_table_is_there
    assert_empty expected - exported
  end

  def test_every_name_is_in_the_table
    assert_empty exported - expected - @block["extra"].keys
  end

  def test_a_name_that_is_listed_as_extra_is_there
    assert_empty @block["extra"].keys - exported
  end

  def test_what_is_listed_as_absent_or_renamed_is_not_there
    assert_empty((@block["absent"].keys + @block["renamed"].keys) & exported)
  end
end
